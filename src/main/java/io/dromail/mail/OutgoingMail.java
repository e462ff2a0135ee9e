package io.dromail.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * A finished mail with its SMTP envelope (RFC 5321 section 2.3.1). The envelope is apart from the
 * header, so that a blind copy never has to be in the mail, and the Message-ID is the given one
 * however often the mail is saved.
 */
public final class OutgoingMail extends MimeMessage {

  private static final String UTF8_HEADERS = "mail.mime.allowutf8";

  /** Unless it's named, the mail library searches the class path for it with every part written. */
  private static final String STREAMS = "jakarta.mail.util.StreamProvider";

  static {
    if (System.getProperty(STREAMS) == null) {
      System.setProperty(STREAMS, "org.eclipse.angus.mail.util.MailStreamProvider");
    }
  }

  private final String id;
  private final String messageId;
  private final List<InternetAddress> envelopeTo;
  private List<String> profiles = List.of();
  private int profile = -1;
  private Duration patience = Duration.ZERO;
  private SmtpTransaction transaction;

  /**
   * An empty mail for the given envelope.
   *
   * @param id Dromail's id, for the log
   * @param messageId with angle brackets
   */
  public OutgoingMail(
      Session session, String id, String messageId, List<InternetAddress> envelopeTo) {
    super(session);
    this.id = id;
    this.messageId = messageId;
    this.envelopeTo = List.copyOf(envelopeTo);
  }

  /**
   * What mails are composed with.
   *
   * @param utf8 whether their headers are in UTF-8 (RFC 6532), which needs SMTPUTF8; else they're
   *     in ASCII
   */
  public static Session session(boolean utf8) {
    Properties properties = new Properties();
    properties.setProperty(UTF8_HEADERS, Boolean.toString(utf8));
    return Session.getInstance(properties);
  }

  /** Whether only a server with SMTPUTF8 can take it (RFC 6531). */
  public boolean needsSmtpUtf8() {
    return Boolean.parseBoolean(session.getProperty(UTF8_HEADERS));
  }

  /** Dromail's id. */
  public String id() {
    return id;
  }

  /** The addresses of RCPT TO. */
  public List<InternetAddress> envelopeTo() {
    return envelopeTo;
  }

  /** The addresses of RCPT TO, as text. */
  public List<String> recipients() {
    return envelopeTo.stream().map(InternetAddress::getAddress).toList();
  }

  /** The domains of its recipients, in lower case, each once. */
  public List<String> domains() {
    if (envelopeTo.size() == 1) {
      return List.of(domain(envelopeTo.get(0)));
    }
    return envelopeTo.stream().map(OutgoingMail::domain).distinct().toList();
  }

  /**
   * Says which profiles may send it, in order; {@link #nextProfile} leads to the first.
   *
   * @param most how long the mail may be kept waiting for its turn, before it waits in the broker
   */
  public void assign(List<String> names, Duration most) {
    profiles = names;
    profile = -1;
    patience = most;
  }

  /** Goes on to the next profile; false if there is none. */
  public boolean nextProfile() {
    if (isLastProfile()) {
      return false;
    }
    profile++;
    return true;
  }

  /** Whether no further profile may send it. */
  public boolean isLastProfile() {
    return profile + 1 >= profiles.size();
  }

  /** The profile that is to send it. */
  public String profile() {
    return profiles.get(profile);
  }

  /** How long it may be kept waiting for its turn. */
  public Duration patience() {
    return patience;
  }

  /**
   * The mail as it is sent, for routes that keep or pass on a copy; to be closed. A large one needs
   * no memory, but a temporary file.
   */
  public InputStream stream() throws IOException, MessagingException {
    Path copy = Files.createTempFile("dromail", ".eml");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
      writeTo(out);
    } catch (IOException | MessagingException e) {
      Files.delete(copy);
      throw e;
    }
    return Files.newInputStream(copy, StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static String domain(InternetAddress address) {
    String text = address.getAddress();
    return text.substring(text.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /** What sending it came to, or null if it wasn't sent. */
  public SmtpTransaction transaction() {
    return transaction;
  }

  /** Notes that it was sent. */
  public void sent(SmtpTransaction how) {
    transaction = how;
  }

  /**
   * Puts a finished field above all others, where trace fields belong (RFC 6376 section 3.5).
   *
   * @param field name, colon and value, folded, without a line end
   */
  public void putOnTop(String field) {
    Enumeration<String> below = headers.getAllHeaderLines();
    headers = new InternetHeaders();
    headers.addHeaderLine(field);
    while (below.hasMoreElements()) {
      headers.addHeaderLine(below.nextElement());
    }
  }

  /** What has parts is written by them; only a transfer encoding needs the library. */
  @Override
  public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
    if (!saved || !modified || dh == null || getEncoding() != null) {
      super.writeTo(out, ignored);
      return;
    }
    HeaderLines.write(getNonMatchingHeaderLines(ignored), out);
    dh.writeTo(out);
    out.flush();
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }
}
