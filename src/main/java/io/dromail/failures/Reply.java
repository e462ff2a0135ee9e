package io.dromail.failures;

import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server said about a mail, about one of its recipients, or about us.
 *
 * @param stage how far the transaction had come
 * @param code the reply code (RFC 5321 section 4.2), or -1 if the connection broke without one
 * @param enhanced the enhanced status code (RFC 3463), or empty
 * @param text the server's words, or ours if it said nothing
 */
public record Reply(Stage stage, int code, String enhanced, String text) {

  private static final Pattern WORDS =
      Pattern.compile("(?s)([245]\\d\\d)(?:[ -]+([245]\\.\\d{1,3}\\.\\d{1,3})\\b)?(?:[ -]+(.*))?");

  /** Fills in what the server left out. */
  public Reply {
    code = code > 0 ? code : -1;
    enhanced = enhanced == null ? "" : enhanced;
    text = text == null ? "" : text;
  }

  /** The reply behind a failure, or null if no server was asked; the chain of causes counts. */
  public static Reply of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SmtpFailure smtp) {
        return new Reply(smtp.stage(), smtp.replyCode(), smtp.enhancedCode(), words(smtp));
      }
    }
    return null;
  }

  /** Reads a reply as servers write it, such as {@code 452 4.3.2 too many connections}. */
  public static Reply parse(Stage stage, String words) {
    Matcher matcher = WORDS.matcher(words.strip());
    return matcher.matches()
        ? new Reply(stage, Integer.parseInt(matcher.group(1)), matcher.group(2), matcher.group(3))
        : new Reply(stage, -1, "", words.strip());
  }

  /** What follows the reply code: what stands before it are our words, with host and address. */
  private static String words(SmtpFailure failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher matcher = Pattern.compile("\\b" + failure.replyCode() + "[ -]").matcher(message);
    return matcher.find()
        ? parse(failure.stage(), message.substring(matcher.start())).text()
        : message;
  }
}
