package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * An SMTP server for tests (RFC 5321) that takes every mail unless it is told otherwise:
 *
 * <pre>{@code
 * server.at(RCPT).when("bad@").always().reply(550, "5.1.1 no such user");
 * server.at(MAIL).times(2).reply(450, "4.2.0 greylisted");
 * server.at(END_OF_DATA).once().dropAfterAccepting();
 * }</pre>
 *
 * <p>Rules are tried in the order in which they were given. A mail is among the {@link #mails()}
 * before its client gets the reply, and a stage is counted before its rule is played.
 *
 * <p>It advertises PIPELINING (RFC 2920), 8BITMIME (RFC 6152), SIZE (RFC 1870) and
 * ENHANCEDSTATUSCODES (RFC 2034), and when asked to STARTTLS (RFC 3207) and AUTH (RFC 4954).
 */
public final class ScriptedSmtpServer implements AutoCloseable {
  private static final Duration END_OF_THREADS = Duration.ofSeconds(10);

  private static final AtomicInteger SERVERS = new AtomicInteger();

  private final String threadNames = "scripted-smtp-" + SERVERS.incrementAndGet() + "-";
  private final Script script = new Script();
  private final Gate gate = new Gate();
  private final Journal journal = new Journal();
  private final ExecutorService threads;
  private final ServerFeatures features;
  private final SmtpSessions sessions;
  private final SmtpListener listener;

  private ScriptedSmtpServer(SSLContext implicitTls) throws IOException {
    AtomicInteger threadNumber = new AtomicInteger();
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, threadNames + threadNumber.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    features = new ServerFeatures(implicitTls);
    sessions = new SmtpSessions(threads, features, script, gate, journal);
    listener = new SmtpListener(threads, sessions::begin);
  }

  /** What the names of this server's threads begin with. */
  String threadNames() {
    return threadNames;
  }

  /** Starts a server on a free port of 127.0.0.1, in plain text. */
  public static ScriptedSmtpServer start() {
    return startImplicitTls(null);
  }

  /** Starts a server that speaks TLS from the first byte on (RFC 8314, section 3.3). */
  public static ScriptedSmtpServer startImplicitTls(SSLContext context) {
    try {
      return new ScriptedSmtpServer(context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.port();
  }

  /** Where the server is, with {@code tls=none}, {@code starttls-required} or {@code implicit}. */
  public String url() {
    String tls = features.startTls().isPresent() ? "starttls-required" : "none";
    return "smtp://127.0.0.1:%d?tls=%s"
        .formatted(port(), features.implicitTls().isPresent() ? "implicit" : tls);
  }

  /** Begins a rule for a stage; its last word is what to do. */
  public RuleDraft at(Stage stage) {
    return new RuleDraft(this, stage, script::add);
  }

  /** Advertises an EHLO line such as {@code SMTPUTF8} or {@code SIZE 1000}. */
  public ScriptedSmtpServer advertise(String extension) {
    features.advertise(extension);
    return this;
  }

  /** Hides an extension and no longer knows it. */
  public ScriptedSmtpServer hideExtension(String keyword) {
    features.hide(keyword);
    return this;
  }

  /**
   * Offers AUTH PLAIN and LOGIN, and takes mails only from clients that have logged in. It knows
   * CRAM-MD5 (RFC 2195), too, if that is advertised: {@code advertise("AUTH CRAM-MD5")}.
   */
  public ScriptedSmtpServer requireLogin(String user, String password) {
    features.requireLogin(Credentials.password(user, password));
    return this;
  }

  /** Offers AUTH XOAUTH2, and takes mails only from clients that have logged in with a token. */
  public ScriptedSmtpServer requireToken(String user, Predicate<String> valid) {
    features.requireLogin(Credentials.token(user, valid));
    return this;
  }

  public ScriptedSmtpServer offerStartTls(SSLContext context) {
    features.offerStartTls(context);
    return this;
  }

  /** Keeps only the beginning of longer mails, whose content then ends with {@code [N octets]}. */
  public ScriptedSmtpServer keepAtMost(long octets) {
    features.keepAtMost(octets);
    return this;
  }

  /** Lets all sessions go on that hang now; rules that say so make later ones hang again. */
  public void release() {
    gate.release();
  }

  /** Refuses new connections; the open ones stay. */
  public void stopListening() {
    try {
      listener.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cuts the connections that are open now and returns when none of their sessions is left. */
  public void dropConnections() {
    sessions.cutAll();
  }

  /** An outage: cuts all connections and refuses new ones, until {@link #listenAgain()}. */
  public void crash() {
    stopListening();
    dropConnections();
  }

  /** Listens on the same port as before. */
  public void listenAgain() {
    try {
      listener.listenAgain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mails taken so far. */
  public List<ReceivedMail> mails() {
    return journal.mails();
  }

  /** How often each Message-ID was taken; more than once is a duplicate. */
  public Map<String, Integer> messageIds() {
    return journal.messageIds();
  }

  /** Waits until at least so many mails were taken and returns all of them. */
  public List<ReceivedMail> awaitMails(int count, Duration atMost) {
    return journal.awaitMails(count, atMost);
  }

  /** Waits until a stage was reached at least so often. */
  public void awaitStage(Stage stage, int count, Duration atMost) {
    journal.awaitStage(stage, count, atMost);
  }

  /** Waits until exactly so many connections are open. */
  public void awaitOpenConnections(int count, Duration atMost) {
    journal.awaitOpenConnections(count, atMost);
  }

  public int reachedCount(Stage stage) {
    return journal.reachedCount(stage);
  }

  /** How many connections were opened so far. */
  public int connections() {
    return journal.connections();
  }

  /** How many connections are open now. */
  public int openConnections() {
    return journal.openConnections();
  }

  /** What the clients said, such as {@code 1: C: MAIL FROM:<a@example.org>}. */
  public List<String> commands() {
    return journal.commands();
  }

  /** What was said by both sides, and why connections were closed. */
  public List<String> transcript() {
    return journal.transcript();
  }

  /**
   * Forgets the rules, the mails and all counts, and drops the sessions that hang. What the server
   * advertises stays, and so do the other open connections and the numbering of connections.
   */
  public void reset() {
    script.clear();
    gate.abandon();
    journal.clear();
  }

  /** Cuts all connections and returns when all threads of the server have ended. */
  @Override
  public void close() {
    gate.close();
    crash();
    threads.shutdown();
    try {
      listener.giveUpPort();
      if (!threads.awaitTermination(END_OF_THREADS.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("threads are left after " + END_OF_THREADS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
