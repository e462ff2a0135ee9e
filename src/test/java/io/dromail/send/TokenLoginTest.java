package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import io.dromail.testing.CapturedLog;
import io.dromail.testing.TokenServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three grants against a token endpoint, and what goes wrong there. */
@Timeout(60)
class TokenLoginTest {

  private final TokenServer endpoint = TokenServer.start();
  private final SettableClock clock = new SettableClock();
  private final CapturedLog log = new CapturedLog();
  @TempDir private Path data;

  @AfterEach
  void close() {
    log.close();
    endpoint.close();
    assertThat(log.text())
        .doesNotContain(LoginBlock.CLIENT_SECRET, LoginBlock.REFRESH_TOKEN, "token-1", "rotated-1");
  }

  @Test
  void asksWithClientCredentialsForMicrosoftsScope() throws Exception {
    Login login = login(LoginBlock.clientCredentials(endpoint.url()));

    assertThat(login.user()).isEqualTo("office@example.com");
    assertThat(login.secret()).isEqualTo("token-1");
    assertThat(login.secret()).isEqualTo("token-1");
    assertThat(endpoint.requests())
        .containsExactly(
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "dromail",
                "client_secret", LoginBlock.CLIENT_SECRET,
                "scope", "https://outlook.office365.com/.default"));
    assertThat(login.tokens().fetches()).isEqualTo(1);
    assertThat(login.tokens().expiresAt()).isEqualTo(clock.instant().plusSeconds(3600));
    assertThat(login.tokens().toString()).doesNotContain("token-1");
  }

  @Test
  void asksWithARefreshTokenAndWithoutAScopeOfItsOwn() throws Exception {
    Login login = login(LoginBlock.refreshToken(endpoint.url()));

    assertThat(login.secret()).isEqualTo("token-1");
    assertThat(endpoint.requests())
        .containsExactly(
            Map.of(
                "grant_type",
                "refresh_token",
                "refresh_token",
                LoginBlock.REFRESH_TOKEN,
                "client_id",
                "dromail",
                "client_secret",
                LoginBlock.CLIENT_SECRET));
    assertThat(data).as("nothing was rotated").isEmptyDirectory();
  }

  @Test
  void asksAsAPublicClientWithoutASecret() throws Exception {
    login(LoginBlock.refreshToken(endpoint.url()).with("clientSecret", "", "scope", "a b"))
        .secret();

    assertThat(endpoint.requests().get(0))
        .containsEntry("client_id", "dromail")
        .containsEntry("scope", "a b")
        .doesNotContainKey("client_secret");
  }

  @Test
  void keepsARotatedRefreshTokenOverARestart() throws Exception {
    endpoint.rotate(LoginBlock.REFRESH_TOKEN);
    login(LoginBlock.refreshToken(endpoint.url())).secret();

    Login restarted = login(LoginBlock.refreshToken(endpoint.url()));
    assertThat(restarted.secret()).isEqualTo("token-2");
    clock.pass(Duration.ofHours(1));
    assertThat(restarted.secret()).isEqualTo("token-3");

    assertThat(endpoint.requests())
        .extracting(form -> form.get("refresh_token"))
        .containsExactly(LoginBlock.REFRESH_TOKEN, "rotated-1", "rotated-2");
    Path file = data.resolve("tokens/office.refresh-token");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(file.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.readString(file)).doesNotContain(LoginBlock.REFRESH_TOKEN);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void prefersANewlyConfiguredRefreshTokenToTheKeptOne() throws Exception {
    endpoint.rotate(LoginBlock.REFRESH_TOKEN);
    login(LoginBlock.refreshToken(endpoint.url())).secret();
    endpoint.rotate("agreed-again");

    login(LoginBlock.refreshToken(endpoint.url()).with("refreshToken", "agreed-again")).secret();

    assertThat(endpoint.requests().get(1)).containsEntry("refresh_token", "agreed-again");
  }

  @Test
  void goesOnWithARotatedRefreshTokenThatCannotBeWritten() throws Exception {
    Files.writeString(data.resolve("tokens"), "not a folder");
    endpoint.rotate(LoginBlock.REFRESH_TOKEN);
    Login login = login(LoginBlock.refreshToken(endpoint.url()));

    login.secret();
    clock.pass(Duration.ofHours(1));

    assertThat(login.secret()).isEqualTo("token-2");
    assertThat(log.text()).contains("its new refresh token can't be written");
  }

  @Test
  void signsAsAServiceAccountInTheNameOfTheMailbox() throws Exception {
    KeyPair keys = keys();
    LoginBlock block =
        LoginBlock.of("user", "office@example.com")
            .with("serviceAccountFile", keyFile(keys, endpoint.url()).toString());

    assertThat(login(block).secret()).isEqualTo("token-1");

    Map<String, String> form = endpoint.requests().get(0);
    assertThat(form).containsOnlyKeys("grant_type", "assertion");
    assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
    SignedJWT jwt = SignedJWT.parse(form.get("assertion"));
    assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) keys.getPublic()))).isTrue();
    assertThat(jwt.getHeader().toString()).contains("\"alg\":\"RS256\"", "\"kid\":\"key-1\"");
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("dromail@project.iam.gserviceaccount.com");
    assertThat(claims.getSubject()).isEqualTo("office@example.com");
    assertThat(claims.getAudience()).containsExactly(endpoint.url());
    assertThat(claims.getClaim("scope")).isEqualTo("https://mail.google.com/");
    assertThat(claims.getIssueTime()).isEqualTo(Date.from(clock.instant()));
    assertThat(claims.getExpirationTime()).isEqualTo(Date.from(clock.instant().plusSeconds(3600)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not json                                              | it isn't JSON
          {"type": "authorized_user"}                           | client_email is missing
          {"client_email": "a@b.c", "private_key": "AAAA"}      | private_key isn't an RSA key
          {"client_email": "a@b.c", "private_key": "no base64"} | private_key isn't an RSA key
          """)
  void refusesAFileThatIsNoServiceAccounts(String content, String why) throws Exception {
    Path file = Files.writeString(data.resolve("key.json"), content);

    assertThatThrownBy(
            () -> login(LoginBlock.of("user", "u", "serviceAccountFile", file.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessage(
            "profile office: serviceAccountFile "
                + file
                + " isn't the key file of a service account: "
                + why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | {"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret."} | 535 | invalid_client: AADSTS7000215: Invalid client secret.
          400 | {"error":"invalid_grant","error_description":"Token has been expired or revoked."}      | 535 | invalid_grant: Token has been expired or revoked.
          404 | <html>nobody here</html>                                                                | 535 | it answered 404
          429 | {"error":"rate_limited"}                                                                | -1  | rate_limited
          400 | {"error":"temporarily_unavailable"}                                                     | -1  | temporarily_unavailable
          408 | too slow                                                                                | -1  | it answered 408
          500 | {"error":"server_error"}                                                                | -1  | server_error
          503 | <html>down</html>                                                                       | -1  | it answered 503
          302 | moved                                                                                   | -1  | it answered 302
          200 | <html>a proxy's login page</html>                                                       | -1  | it answered 200 with none in it
          200 | {"token_type":"Bearer"}                                                                 | -1  | it answered 200 with none in it
          """)
  void saysWhyThereIsNoToken(int status, String body, int code, String words) {
    endpoint.fail(status, body);
    Login login = login(LoginBlock.clientCredentials(endpoint.url()));

    SmtpFailure failure = catchThrowableOfType(SmtpFailure.class, login::secret);

    assertThat(failure).hasMessage("profile office: 127.0.0.1 gave no token: " + words);
    assertThat(failure.stage()).isEqualTo(Stage.LOGIN);
    assertThat(failure.replyCode()).isEqualTo(code);
    assertThat(failure.enhancedCode()).isEqualTo(code > 0 ? "5.7.8" : "");
    assertThat(login.tokens().failures()).isEqualTo(1);
    assertThat(login.tokens().lastError()).endsWith(words);
    endpoint.recover();
  }

  @Test
  void repeatsNoSecretThatTheEndpointRepeats() {
    endpoint.fail(
        400,
        "{\"error\":\"invalid_grant\",\"error_description\":\"%s and %s\\r\\n  are no good\"}"
            .formatted(LoginBlock.REFRESH_TOKEN, LoginBlock.CLIENT_SECRET));

    assertThatThrownBy(login(LoginBlock.refreshToken(endpoint.url()))::secret)
        .hasMessage(
            "profile office: 127.0.0.1 gave no token: invalid_grant: *** and *** are no good")
        .hasStackTraceContaining("***")
        .satisfies(
            thrown -> assertThat(trace(thrown)).doesNotContain(List.of(LoginBlock.CLIENT_SECRET)));
  }

  @Test
  void isTransientWhenTheEndpointIsDown() {
    endpoint.close();

    SmtpFailure failure =
        catchThrowableOfType(
            SmtpFailure.class, login(LoginBlock.clientCredentials(endpoint.url()))::secret);

    assertThat(failure.replyCode()).isEqualTo(-1);
    assertThat(failure).hasMessageContaining("127.0.0.1 gave no token: ConnectException");
    assertThat(trace(failure)).doesNotContain(List.of(LoginBlock.CLIENT_SECRET));
  }

  private Login login(LoginBlock block) {
    return Logins.of(block.settings(), data, clock);
  }

  private static String trace(Throwable thrown) {
    java.io.StringWriter text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  private static KeyPair keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private Path keyFile(KeyPair keys, String tokenUrl) throws Exception {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return Files.writeString(
        data.resolve("key.json"),
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "type", "service_account",
                    "client_email", "dromail@project.iam.gserviceaccount.com",
                    "private_key_id", "key-1",
                    "private_key", pem,
                    "token_uri", tokenUrl)));
  }
}
