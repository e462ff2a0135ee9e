package io.dromail.send;

import io.dromail.mail.OutgoingMail;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import io.dromail.mail.SmtpTransaction.Refusal;
import io.dromail.smtp.Letter;
import io.dromail.smtp.Outcome;
import io.dromail.smtp.Outcome.Fate;
import io.dromail.smtp.Reply;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes failures of a server's replies, and of what Angus Mail throws. Immutable. */
final class SmtpFailures {

  /** Reply code (RFC 5321 section 4.2) and enhanced status code (RFC 3463 section 2). */
  private static final Pattern REPLY =
      Pattern.compile("(?m)(?:^|: )([245]\\d\\d)[ -]+(?:([245]\\.\\d{1,3}\\.\\d{1,3})\\b)?");

  private final String profile;
  private final SmtpServer server;

  SmtpFailures(String profile, SmtpServer server) {
    this.profile = profile;
    this.server = server;
  }

  /** The failure of a connection, by what the library threw. */
  SmtpFailure of(Stage stage, MessagingException thrown) {
    Stage where = thrown instanceof AuthenticationFailedException ? Stage.LOGIN : stage;
    String words = own(thrown);
    Matcher matcher = REPLY.matcher(words);
    return of(where, thrown, matcher.find() ? Integer.parseInt(matcher.group(1)) : -1, words);
  }

  /** The failure of a mail that none of its recipients got. */
  SmtpFailure of(Outcome outcome) {
    Stage stage = outcome.afterContent() ? Stage.END_OF_DATA : Stage.TRANSACTION;
    Exception cause =
        outcome.fate() == Fate.UNTOUCHED ? new Untouched(outcome.lost()) : outcome.lost();
    Reply reply = outcome.reply();
    return reply == null
        ? of(stage, cause, -1, words(outcome.lost()))
        : of(stage, cause, reply.code(), reply.text());
  }

  /** The failure of recipients whom the server refused one by one, by the weightiest reply. */
  SmtpFailure refusal(List<Refusal> refused) {
    Refusal weightiest = refused.get(0);
    for (Refusal other : refused) {
      if (other.replyCode() >= 500 && weightiest.replyCode() < 500) {
        weightiest = other;
      }
    }
    return of(
        Stage.TRANSACTION,
        null,
        weightiest.replyCode(),
        weightiest.address() + ": " + weightiest.text());
  }

  /** A mail with its envelope, or the failure of one whose content can't be had. */
  Letter letter(OutgoingMail mail) throws SmtpFailure {
    try {
      return Letters.of(mail);
    } catch (IOException | MessagingException e) {
      throw of(Stage.TRANSACTION, e, -1, "the mail can't be written: " + words(e));
    }
  }

  /** The failure of a mail that a server can't take, in the words of RFC 6531 section 3.5. */
  SmtpFailure withoutUtf8() {
    String words =
        "553 5.6.7 the mail has an address that needs SMTPUTF8, which " + server + " doesn't offer";
    return new SmtpFailure(Stage.TRANSACTION, 553, "5.6.7", words, null)
        .at(profile, server.toString());
  }

  /** The enhanced status code in a reply, or empty. */
  static String enhancedCode(String reply) {
    Matcher matcher = REPLY.matcher(reply);
    return matcher.find() && matcher.group(2) != null ? matcher.group(2) : "";
  }

  private SmtpFailure of(Stage where, Exception cause, int code, String words) {
    String enhanced = code < 0 ? "" : enhancedCode(words);
    return new SmtpFailure(
            where, code, enhanced, server + " " + doing(where) + ": " + words.strip(), cause)
        .at(profile, server.toString());
  }

  private static Exception next(Exception e) {
    return e instanceof MessagingException m ? m.getNextException() : null;
  }

  private String own(Exception thrown) {
    String certificate = CertificateTrouble.in(thrown, server.host());
    return certificate == null ? innermost(thrown) : certificate;
  }

  private static String innermost(Exception thrown) {
    Exception last = thrown;
    while (next(last) != null) {
      last = next(last);
    }
    return last == thrown ? words(last) : thrown.getMessage() + ": " + words(last);
  }

  private static String words(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String doing(Stage stage) {
    return switch (stage) {
      case CONNECT -> "could not be reached";
      case LOGIN -> "refused the login";
      case TRANSACTION -> "did not take the mail";
      case END_OF_DATA -> "after the final dot";
    };
  }

  /** Why nothing was done about a mail. */
  static final class Untouched extends Exception {
    private static final long serialVersionUID = 1L;

    private Untouched(Exception why) {
      super(why);
    }
  }
}
