package io.dromail.send;

import io.dromail.mail.OutgoingMail;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import io.dromail.mail.SmtpTransaction;
import io.dromail.mail.SmtpTransaction.Refusal;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * One connection to a server, used by one thread at a time. It knows how far a transaction has
 * come, so that a lost reply after the final dot isn't taken for a failure.
 */
final class SmtpConnection extends SMTPTransport {

  private final String profile;
  private final SmtpUrl server;
  private final long openedAt = System.nanoTime();
  private Stage stage = Stage.CONNECT;
  private int mails;
  private boolean broken;
  private boolean transactionBegun;
  private boolean naming;
  private final List<Reply> toRecipients = new ArrayList<>();

  SmtpConnection(String profile, Session session, SmtpUrl server) {
    super(
        session,
        null,
        session.getProperty("mail.transport.protocol"),
        server.tls() == SmtpUrl.Tls.IMPLICIT);
    this.profile = profile;
    this.server = server;
  }

  /** Connects and logs in. */
  void open() throws SmtpFailure {
    try {
      connect(server.host(), server.port(), server.user(), server.password());
    } catch (MessagingException e) {
      broken = true;
      throw SmtpFailures.of(Stage.CONNECT, server, e);
    }
  }

  /**
   * Sends a mail in one transaction, to those of its recipients whom the server takes.
   *
   * @throws SmtpFailure if one of them at least didn't get it; it knows who did
   */
  void send(OutgoingMail mail) throws SmtpFailure {
    stage = Stage.TRANSACTION;
    transactionBegun = false;
    toRecipients.clear();
    mails++;
    long begin = System.nanoTime();
    try {
      sendMessage(mail, mail.envelopeTo().toArray(Address[]::new));
      mail.sent(transaction(begin, addresses(mail.envelopeTo()), List.of()));
    } catch (MessagingException e) {
      List<Refusal> refused = refused(mail.envelopeTo());
      boolean all = refused.size() == mail.envelopeTo().size();
      List<String> accepted =
          e instanceof SendFailedException some
              ? addresses(some.getValidSentAddresses())
              : List.of();
      SmtpFailure failure =
          all || !accepted.isEmpty()
              ? SmtpFailures.of(stage == Stage.END_OF_DATA ? Stage.TRANSACTION : stage, server, e)
              : SmtpFailures.ofTransaction(stage, server, e);
      broken = failure.replyCode() < 0 || failure.replyCode() == 421;
      throw new SmtpFailure(failure, transaction(begin, accepted, refused));
    }
  }

  private SmtpTransaction transaction(long begin, List<String> accepted, List<Refusal> refused) {
    String words = getLastServerResponse();
    return new SmtpTransaction(
        profile,
        server.toString(),
        isSSL() ? "TLS" : null,
        (System.nanoTime() - begin) / 1_000_000,
        words == null ? "" : words.strip(),
        accepted,
        refused);
  }

  private List<Refusal> refused(List<InternetAddress> recipients) {
    List<Refusal> refused = new ArrayList<>();
    for (int i = 0; i < Math.min(recipients.size(), toRecipients.size()); i++) {
      Reply reply = toRecipients.get(i);
      if (reply.code() >= 400) {
        refused.add(
            new Refusal(
                recipients.get(i).getAddress(),
                reply.code(),
                SmtpFailures.enhancedCode(reply.text()),
                reply.text().strip()));
      }
    }
    return refused;
  }

  private static List<String> addresses(List<InternetAddress> addresses) {
    return addresses.stream().map(InternetAddress::getAddress).toList();
  }

  private static List<String> addresses(Address[] addresses) {
    return addresses == null
        ? List.of()
        : Arrays.stream(addresses).map(a -> ((InternetAddress) a).getAddress()).toList();
  }

  /**
   * Whether the server had closed the connection before this transaction began, with or without a
   * 421 (RFC 5321 section 3.8): then nothing of the mail has been answered, and a new connection is
   * due.
   */
  boolean wasStale(SmtpFailure failure) {
    return mails > 1
        && !transactionBegun
        && failure.stage() == Stage.TRANSACTION
        && (failure.replyCode() < 0 || failure.replyCode() == 421);
  }

  /** Whether the connection may take another mail. */
  boolean isFresh(int mailsAtMost, Duration age) {
    return !broken && mails < mailsAtMost && System.nanoTime() - openedAt < age.toNanos();
  }

  @Override
  protected void rcptTo() throws MessagingException {
    transactionBegun = true;
    naming = true;
    try {
      super.rcptTo();
    } finally {
      naming = false;
    }
  }

  /** The library tells of refused recipients only if nothing goes wrong after them. */
  @Override
  protected int readServerResponse() throws MessagingException {
    int code = super.readServerResponse();
    if (naming) {
      toRecipients.add(new Reply(code, getLastServerResponse()));
    }
    return code;
  }

  @Override
  protected void finishData() throws java.io.IOException, MessagingException {
    stage = Stage.END_OF_DATA;
    super.finishData();
  }

  private record Reply(int code, String text) {}
}
