package io.dromail.sandbox;

import io.dromail.mail.Refused;
import io.dromail.mail.SmtpAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Says where mail is sent to: to the configured provider, or, without one, to an SMTP server in
 * this process that keeps the newest mails in memory. Thread-safe; the server runs from
 * construction to {@link #close()}.
 */
public final class Mailbox implements SmtpAddress, AutoCloseable {

  private static final String SANDBOX = "sandbox:";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int SHARE_OF_HEAP = 4;

  private final String smtpUrl;
  private final int keep;
  private final long bytesAtMost;
  private final SandboxServer server;
  private final NavigableMap<Long, StoredMail> mails = new TreeMap<>();
  private long lastNumber;
  private long bytes;

  /**
   * Starts the sandbox if there is no provider. However many mails it may keep, they take at most a
   * quarter of the heap; the oldest go first.
   *
   * @param smtpUrl {@code sandbox:}, or the URL of a provider
   * @param keep how many mails are kept
   * @param host {@code 127.0.0.1}, or {@code 0.0.0.0} for everybody who can reach this machine
   * @param port of its SMTP server; 0 takes a free one
   */
  public Mailbox(String smtpUrl, int keep, String host, int port) {
    this(smtpUrl, keep, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, host, port);
  }

  Mailbox(String smtpUrl, int keep) {
    this(smtpUrl, keep, LOOPBACK, 0);
  }

  Mailbox(String smtpUrl, int keep, long bytesAtMost) {
    this(smtpUrl, keep, bytesAtMost, LOOPBACK, 0);
  }

  private Mailbox(String smtpUrl, int keep, long bytesAtMost, String host, int port) {
    this.keep = keep;
    this.bytesAtMost = bytesAtMost;
    this.server = SANDBOX.equals(smtpUrl) ? SandboxServer.started(this, host, port) : null;
    this.smtpUrl =
        server == null ? smtpUrl : "smtp://" + LOOPBACK + ":" + server.getPort() + "?tls=none";
  }

  /** The URL of the SMTP server that mail is sent to. */
  @Override
  public String url() {
    return smtpUrl;
  }

  /** Whether mails are kept here instead of being sent to a provider. */
  public boolean isOpen() {
    return server != null && server.isRunning();
  }

  /** Keeps a mail and answers its number. The newest is kept even if it's alone too large. */
  synchronized long add(String sender, List<String> recipients, byte[] mime) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    StoredMail mail = new StoredMail(++lastNumber, now, sender, recipients, mime);
    mails.put(mail.number(), mail);
    bytes += mime.length;
    while (mails.size() > keep || bytes > bytesAtMost && mails.size() > 1) {
      bytes -= mails.pollFirstEntry().getValue().mime().length;
    }
    return lastNumber;
  }

  /** The newest mails, the newest first. */
  synchronized List<StoredMail> newest(int limit) {
    return mails.descendingMap().values().stream().limit(limit).toList();
  }

  /** The mail of a number: 404 {@code not_found} if it was never there or had to go. */
  synchronized StoredMail find(long number) throws Refused {
    StoredMail mail = mails.get(number);
    if (mail == null) {
      throw Refused.because(404, "not_found", "There is no mail " + number + " in the sandbox.");
    }
    return mail;
  }

  /** The number of the next newer mail, or null. */
  synchronized Long newerThan(long number) {
    return mails.higherKey(number);
  }

  /** The number of the next older mail, or null. */
  synchronized Long olderThan(long number) {
    return mails.lowerKey(number);
  }

  /** How many mails are kept now. */
  public synchronized int size() {
    return mails.size();
  }

  /** Throws all mails away; numbers go on. */
  public synchronized void clear() {
    mails.clear();
    bytes = 0;
  }

  @Override
  public void close() {
    if (server != null) {
      server.stopService();
    }
  }
}
