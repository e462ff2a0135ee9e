package io.dromail.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** The dialogue of AUTH PLAIN (RFC 4616) and AUTH LOGIN that ends with a user and a password. */
final class LoginExchange {
  private static final String USER_PROMPT = "VXNlcm5hbWU6";
  private static final String PASSWORD_PROMPT = "UGFzc3dvcmQ6";

  private final SmtpConnection connection;

  LoginExchange(SmtpConnection connection) {
    this.connection = connection;
  }

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
  Credentials run(String argument) throws IOException, Refused {
    String[] words = argument.split(" ", 2);
    String initial = words.length > 1 ? words[1] : null;
    return switch (words[0].toUpperCase(Locale.ROOT)) {
      case "PLAIN" -> plain(initial == null ? ask("") : initial);
      case "LOGIN" -> {
        String user = decode(initial == null ? ask(USER_PROMPT) : initial);
        yield new Credentials(user, decode(ask(PASSWORD_PROMPT)));
      }
      default -> throw new Refused(504, "5.5.4", "mechanism not supported");
    };
  }

  private Credentials plain(String response) throws Refused {
    String[] parts = decode(response).split("\0", -1);
    if (parts.length != 3) {
      throw new Refused(501, "5.5.2", "not a PLAIN response");
    }
    return new Credentials(parts[1], parts[2]);
  }

  private String ask(String challenge) throws IOException {
    connection.reply(new Behaviour.Reply(334, challenge));
    return connection.readSecret();
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
