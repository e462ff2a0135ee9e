package io.dromail.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;

/**
 * Tokens for a mailbox in whose name one of Google's service accounts may act: it signs who it is
 * (RFC 7523 section 2.1, RS256) with the key in its JSON file.
 */
final class ServiceAccount implements TokenSource {

  private static final String SENDING_MAIL = "https://mail.google.com/";
  private static final String GOOGLE = "https://oauth2.googleapis.com/token";

  /** As long as Google allows. */
  private static final Duration VALID = Duration.ofHours(1);

  private final String email;
  private final String keyId;
  private final PrivateKey key;
  private final URI endpoint;
  private final String mailbox;
  private final String scope;
  private final InstantSource clock;

  private ServiceAccount(JsonNode file, LoginSettings settings, InstantSource clock)
      throws GeneralSecurityException {
    this.email = file.path("client_email").asText();
    this.keyId = file.path("private_key_id").asText();
    this.key = key(file.path("private_key").asText());
    this.endpoint = settings.endpoint(file.path("token_uri").asText(GOOGLE));
    this.mailbox = settings.user();
    this.scope = settings.scope().isEmpty() ? SENDING_MAIL : settings.scope();
    this.clock = clock;
  }

  /**
   * Reads the key file.
   *
   * @throws IllegalArgumentException with one sentence, without anything of the file's content
   */
  static ServiceAccount read(LoginSettings settings, InstantSource clock) {
    Path path = Path.of(settings.serviceAccountFile());
    try {
      JsonNode file = new ObjectMapper().readTree(Files.readString(path));
      if (file.path("client_email").asText().isEmpty()) {
        throw notAKeyFile(settings, "client_email is missing");
      }
      return new ServiceAccount(file, settings, clock);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw notAKeyFile(settings, "it isn't JSON");
    } catch (IOException e) {
      throw settings.wrong("serviceAccountFile " + path + " can't be read");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw e.getMessage() != null && e.getMessage().startsWith("profile ")
          ? (IllegalArgumentException) e
          : notAKeyFile(settings, "private_key isn't an RSA key");
    }
  }

  @Override
  public AccessToken fetch() throws TokenFailure {
    try {
      JWTBearerGrant grant = new JWTBearerGrant(assertion());
      TokenRequest request = new TokenRequest.Builder(endpoint, grant).build();
      return TokenEndpoint.ask(request, grant.getAssertion()).getAccessToken();
    } catch (JOSEException e) {
      throw new TokenFailure(true, "the key of " + email + " can't sign");
    }
  }

  private SignedJWT assertion() throws JOSEException {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(email)
            .subject(mailbox)
            .audience(endpoint.toString())
            .claim("scope", scope)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(VALID)))
            .build();
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT);
    SignedJWT jwt = new SignedJWT((keyId.isEmpty() ? header : header.keyID(keyId)).build(), claims);
    jwt.sign(new RSASSASigner(key));
    return jwt;
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static IllegalArgumentException notAKeyFile(LoginSettings settings, String why) {
    return settings.wrong(
        "serviceAccountFile "
            + settings.serviceAccountFile()
            + " isn't the key file of a service account: "
            + why);
  }
}
