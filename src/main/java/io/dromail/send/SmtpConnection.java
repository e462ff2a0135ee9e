package io.dromail.send;

import io.dromail.mail.OutgoingMail;
import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import io.dromail.mail.SmtpTransaction;
import io.dromail.mail.SmtpTransaction.Refusal;
import io.dromail.smtp.Dialogue;
import io.dromail.smtp.Followers;
import io.dromail.smtp.Letter;
import io.dromail.smtp.Outcome;
import io.dromail.smtp.Outcome.Fate;
import io.dromail.smtp.Reply;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * One connection to a server. Angus Mail opens it, protects it and logs in; mails then go by a
 * {@link Dialogue}, one after another, or one that follows behind another one by a second thread.
 */
final class SmtpConnection extends SMTPTransport {

  private static final String UTF8 = "SMTPUTF8";

  private final ServerAccess access;
  private final SmtpServer server;
  private final SmtpFailures failures;
  private final long openedAt = System.nanoTime();
  private final AtomicInteger mails = new AtomicInteger();
  private String protocol;
  private Dialogue dialogue;
  private boolean hasUtf8;

  SmtpConnection(ServerAccess access) {
    super(
        access.session(),
        null,
        access.session().getProperty("mail.transport.protocol"),
        access.profile().server().tls() == Tls.IMPLICIT);
    this.access = access;
    this.server = access.profile().server();
    this.failures = new SmtpFailures(access.profile().name(), server);
  }

  /** Connects and logs in; tells the login if it was refused. */
  void open() throws SmtpFailure {
    setRequireStartTLS(access.requiresStartTls());
    Login login = access.login();
    String secret = access.secret();
    access.clearSockets().take();
    access.sockets().take();
    try {
      connect(server.host(), server.port(), login.user(), secret);
      handOver();
    } catch (MessagingException e) {
      SmtpFailure failure = failures.of(Stage.CONNECT, withReply(e));
      if (failure.refusesLogin()) {
        login.refused(secret);
      }
      throw failure;
    }
    if (protocol != null) {
      access.protectedOnce();
    }
  }

  /** Angus Mail has read all that it asked for, so that nothing is left in its buffers. */
  private void handOver() throws MessagingException {
    Socket clear = access.clearSockets().take();
    TlsSockets.Secured secured = access.sockets().take();
    protocol = secured == null ? null : secured.protocol();
    hasUtf8 = supportsExtension(UTF8);
    try {
      dialogue =
          new Dialogue(
              secured == null ? clear : secured.socket(),
              clear == null ? secured.below() : clear,
              access.writeTimeout(),
              access.profile().pipelines() && supportsExtension("PIPELINING"),
              supportsExtension("CHUNKING"),
              access.habits());
    } catch (IOException e) {
      throw new MessagingException("the connection was lost at once", e);
    }
  }

  /** The TLS protocol, such as TLSv1.3, or null for clear text. */
  String protocol() {
    return protocol;
  }

  /** Of a SASL mechanism the library says only that it failed. */
  private MessagingException withReply(MessagingException e) {
    return e instanceof AuthenticationFailedException && getLastReturnCode() >= 400
        ? new AuthenticationFailedException(getLastServerResponse())
        : e;
  }

  /**
   * Sends a mail in one transaction, to those of its recipients whom the server takes.
   *
   * @throws SmtpFailure if one of them at least didn't get it; it knows who did
   */
  void send(OutgoingMail mail) throws SmtpFailure {
    send(mail, failures.letter(mail), Followers.NONE);
  }

  /** The same, while others may follow. */
  void send(OutgoingMail mail, Letter letter, Followers followers) throws SmtpFailure {
    mails.incrementAndGet();
    long begin = System.nanoTime();
    if (letter.isUtf8() && !hasUtf8) {
      throw new SmtpFailure(failures.withoutUtf8(), transaction(begin, "", List.of(), List.of()));
    }
    tell(mail, begin, dialogue.send(letter, followers));
  }

  /**
   * Sends a mail behind the one that is in work and whose content has left.
   *
   * @param envelopeLeft whether its envelope is on the way
   */
  void follow(OutgoingMail mail, Letter letter, boolean envelopeLeft, Followers followers)
      throws SmtpFailure {
    mails.incrementAndGet();
    long begin = System.nanoTime();
    tell(mail, begin, dialogue.follow(letter, envelopeLeft, followers));
  }

  private void tell(OutgoingMail mail, long begin, Outcome outcome) throws SmtpFailure {
    List<Refusal> refused = refused(mail, outcome.toRecipients());
    if (outcome.fate() == Fate.TAKEN) {
      List<String> accepted = accepted(mail, outcome.toRecipients());
      SmtpTransaction done = transaction(begin, words(outcome), accepted, refused);
      if (refused.isEmpty()) {
        mail.sent(done);
        return;
      }
      throw new SmtpFailure(failures.refusal(refused), done);
    }
    boolean all = refused.size() == mail.envelopeTo().size();
    throw new SmtpFailure(
        all ? failures.refusal(refused) : failures.of(outcome),
        transaction(begin, all ? last(refused) : words(outcome), List.of(), refused));
  }

  private SmtpTransaction transaction(
      long begin, String words, List<String> accepted, List<Refusal> refused) {
    return new SmtpTransaction(
        access.profile().name(),
        server.toString(),
        protocol,
        (System.nanoTime() - begin) / 1_000_000,
        words,
        accepted,
        refused);
  }

  private static String words(Outcome outcome) {
    return outcome.reply() == null ? "" : outcome.reply().text();
  }

  private static String last(List<Refusal> refused) {
    return refused.get(refused.size() - 1).text();
  }

  private static List<Refusal> refused(OutgoingMail mail, List<Reply> replies) {
    List<Refusal> refused = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      Reply reply = replies.get(i);
      if (!reply.isPositive()) {
        refused.add(
            new Refusal(
                mail.envelopeTo().get(i).getAddress(),
                reply.code(),
                SmtpFailures.enhancedCode(reply.text()),
                reply.text()));
      }
    }
    return refused;
  }

  private static List<String> accepted(OutgoingMail mail, List<Reply> replies) {
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      if (replies.get(i).isPositive()) {
        accepted.add(mail.envelopeTo().get(i).getAddress());
      }
    }
    return accepted;
  }

  /** Whether the server takes addresses and headers in UTF-8 (RFC 6531). */
  boolean hasSmtpUtf8() {
    return hasUtf8;
  }

  /**
   * Whether nothing was done about the mail: the server had closed the connection before this
   * transaction began, with or without a 421 (RFC 5321 section 3.8), or the mail in front took the
   * connection with it. Then another connection is due.
   */
  boolean wasStale(SmtpFailure failure) {
    return failure.getCause() instanceof SmtpFailures.Untouched;
  }

  /** Whether the connection may take another mail. */
  boolean isFresh(int mailsAtMost, Duration age) {
    return dialogue.isUsable()
        && mails.get() < mailsAtMost
        && System.nanoTime() - openedAt < age.toNanos();
  }

  /** Whether a mail may follow the one that is in work now. */
  boolean mayBeFollowed(int mailsAtMost, Duration age) {
    return dialogue.takesFollowers() && isFresh(mailsAtMost, age);
  }

  /** Asks the server, once mails go by the dialogue. */
  @Override
  public synchronized boolean isConnected() {
    return dialogue == null ? super.isConnected() : dialogue.isAlive();
  }

  /** Says QUIT if anybody listens. */
  @Override
  public synchronized void close() throws MessagingException {
    boolean listens = dialogue == null || dialogue.isUsable();
    try {
      if (!listens) {
        dialogue.cut();
      }
      super.close();
    } catch (MessagingException e) {
      if (listens) {
        throw e;
      }
    }
  }
}
