package io.dromail.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The dialogue of AUTH PLAIN (RFC 4616), LOGIN, CRAM-MD5 (RFC 2195) and XOAUTH2 that ends with a
 * user and whether it's right.
 */
final class LoginExchange {
  private static final String USER_PROMPT = "VXNlcm5hbWU6";
  private static final String PASSWORD_PROMPT = "UGFzc3dvcmQ6";

  private static final String CHALLENGE = "<1896.697170952@localhost>";
  private static final Pattern BEARER =
      Pattern.compile("user=([^\u0001]*)\u0001auth=Bearer ([^\u0001]*)\u0001\u0001");

  private final SmtpConnection connection;
  private final Credentials expected;

  LoginExchange(SmtpConnection connection, Credentials expected) {
    this.connection = connection;
    this.expected = expected;
  }

  /** Who wants to log in, and whether that's allowed. */
  record Outcome(String user, boolean right) {}

  /** The client asked for something this server cannot go on with. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String enhancedCode;

    Refused(int code, String enhancedCode, String text) {
      super(text);
      this.code = code;
      this.enhancedCode = enhancedCode;
    }

    Behaviour.Reply reply(ServerFeatures features) {
      return features.reply(code, enhancedCode, getMessage());
    }
  }

  /** The argument is a mechanism and perhaps an initial response (RFC 4954, section 4). */
  Outcome run(String argument) throws IOException, Refused {
    String[] words = argument.split(" ", 2);
    String initial = words.length > 1 ? words[1] : null;
    return switch (words[0].toUpperCase(Locale.ROOT)) {
      case "PLAIN" -> plain(initial == null ? ask("") : initial);
      case "LOGIN" -> {
        String user = decode(initial == null ? ask(USER_PROMPT) : initial);
        yield outcome(user, decode(ask(PASSWORD_PROMPT)));
      }
      case "CRAM-MD5" -> cramMd5(decode(ask(encode(CHALLENGE))));
      case "XOAUTH2" -> xoauth2(decode(initial == null ? ask("") : initial));
      default -> throw new Refused(504, "5.5.4", "mechanism not supported");
    };
  }

  private Outcome plain(String response) throws Refused {
    String[] parts = decode(response).split("\0", -1);
    if (parts.length != 3) {
      throw new Refused(501, "5.5.2", "not a PLAIN response");
    }
    return outcome(parts[1], parts[2]);
  }

  private Outcome cramMd5(String response) {
    String user = response.substring(0, Math.max(0, response.lastIndexOf(' ')));
    return new Outcome(user, response.equals(expected.user() + " " + digest(CHALLENGE)));
  }

  /** As Google does: what is wrong comes as a challenge, and the client answers with nothing. */
  private Outcome xoauth2(String response) throws IOException, Refused {
    Matcher bearer = BEARER.matcher(response);
    if (!bearer.matches()) {
      throw new Refused(501, "5.5.2", "not an XOAUTH2 response");
    }
    String user = bearer.group(1);
    boolean right = user.equals(expected.user()) && expected.token().test(bearer.group(2));
    if (!right) {
      String answer = ask(encode("{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}"));
      if (!answer.isEmpty()) {
        throw new Refused(501, "5.5.2", "an empty line was expected");
      }
    }
    return new Outcome(user, right);
  }

  private Outcome outcome(String user, String password) {
    return new Outcome(user, user.equals(expected.user()) && password.equals(expected.password()));
  }

  private String digest(String challenge) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      byte[] key = String.valueOf(expected.password()).getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      return HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String ask(String challenge) throws IOException {
    connection.reply(new Behaviour.Reply(334, challenge));
    return connection.readSecret();
  }

  private static String encode(String challenge) {
    return Base64.getEncoder().encodeToString(challenge.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String response) throws Refused {
    if (response.equals("*")) {
      throw new Refused(501, "5.7.0", "AUTH cancelled");
    }
    try {
      String base64 = response.equals("=") ? "" : response;
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refused(501, "5.5.2", "not base64");
    }
  }
}
