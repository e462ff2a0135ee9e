package io.dromail.send;

import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Reads the reply out of what Angus Mail throws. Stateless. */
final class SmtpFailures {

  /** Reply code (RFC 5321 section 4.2) and enhanced status code (RFC 3463 section 2). */
  private static final Pattern REPLY =
      Pattern.compile("(?m)(?:^|: )([245]\\d\\d)[ -]+(?:([245]\\.\\d{1,3}\\.\\d{1,3})\\b)?");

  private SmtpFailures() {}

  /** The failure, by the weightiest reply in the whole chain. */
  static SmtpFailure of(Stage stage, SmtpUrl server, MessagingException thrown) {
    Stage where = thrown instanceof AuthenticationFailedException ? Stage.LOGIN : stage;
    Reply reply = Reply.NONE;
    for (Exception e = thrown; e != null; e = next(e)) {
      Reply found = reply(e);
      if (found.weight() > reply.weight()) {
        reply = found;
      }
    }
    return of(where, server, thrown, reply);
  }

  /**
   * The failure of those whom the server had taken as recipients: what it said to the others
   * doesn't count.
   */
  static SmtpFailure ofTransaction(Stage stage, SmtpUrl server, MessagingException thrown) {
    return of(stage, server, thrown, reply(thrown));
  }

  /** The enhanced status code in a reply, or empty. */
  static String enhancedCode(String reply) {
    Matcher matcher = REPLY.matcher(reply);
    return matcher.find() && matcher.group(2) != null ? matcher.group(2) : "";
  }

  private static SmtpFailure of(
      Stage where, SmtpUrl server, MessagingException thrown, Reply reply) {
    String words = reply.text.isEmpty() ? innermost(thrown) : reply.text;
    Matcher matcher = REPLY.matcher(words);
    boolean matches = matcher.find();
    int code = reply.code > 0 ? reply.code : matches ? Integer.parseInt(matcher.group(1)) : -1;
    String enhanced = matches && matcher.group(2) != null ? matcher.group(2) : "";
    return new SmtpFailure(
        where, code, enhanced, server + " " + doing(where) + ": " + words.strip(), thrown);
  }

  private static Exception next(Exception e) {
    return e instanceof MessagingException m ? m.getNextException() : null;
  }

  private static Reply reply(Exception e) {
    if (e instanceof SMTPAddressFailedException address) {
      return new Reply(
          address.getReturnCode(), address.getAddress().getAddress() + ": " + address.getMessage());
    }
    if (e instanceof SMTPSenderFailedException sender) {
      return new Reply(sender.getReturnCode(), sender.getMessage());
    }
    if (e instanceof SMTPSendFailedException send) {
      return new Reply(send.getReturnCode(), send.getMessage());
    }
    return Reply.NONE;
  }

  private static String innermost(Exception thrown) {
    Exception last = thrown;
    while (next(last) != null) {
      last = next(last);
    }
    String words = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    return last == thrown ? words : thrown.getMessage() + ": " + words;
  }

  private static String doing(Stage stage) {
    return switch (stage) {
      case CONNECT -> "could not be reached";
      case LOGIN -> "refused the login";
      case TRANSACTION -> "did not take the mail";
      case END_OF_DATA -> "after the final dot";
    };
  }

  /** A refusal for good weighs more than one for now, and any reply more than none. */
  private record Reply(int code, String text) {
    private static final Reply NONE = new Reply(-1, "");

    int weight() {
      return code >= 500 ? 3 : code >= 400 ? 2 : code > 0 ? 1 : 0;
    }
  }
}
