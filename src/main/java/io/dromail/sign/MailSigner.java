package io.dromail.sign;

import io.dromail.mail.OutgoingMail;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.eclipse.angus.mail.util.CRLFOutputStream;

/**
 * Signs finished mails (RFC 6376, RFC 8463) over what the transport will write: it is written once
 * to be digested, and never kept. Nothing may change in the mail afterwards. Thread-safe.
 */
public final class MailSigner implements Processor {

  /** What SMTPTransport leaves out. */
  private static final String[] NOT_SENT = {"Bcc", "Content-Length"};

  private final DkimKeys keys;
  private final Clock clock;

  /** With the keys of all domains. */
  public MailSigner(DkimKeys keys) {
    this(keys, Clock.systemUTC());
  }

  MailSigner(DkimKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Signs the mail of a lane; without any key there's nothing to do. */
  @Override
  public void process(Exchange exchange) throws MessagingException, IOException {
    if (keys.isPresent()) {
      sign(exchange.getMessage().getBody(OutgoingMail.class));
    }
  }

  /**
   * Puts the signatures on top of the mail, one for each key that signs for its sender's domain
   * now; without one it stays as it is.
   *
   * @throws IOException if an attachment can't be read
   */
  public void sign(OutgoingMail mail) throws MessagingException, IOException {
    List<SigningKey> signing = keys.signing(domain(mail.getFrom()));
    if (signing.isEmpty()) {
      return;
    }
    Map<Boolean, BodyHash> bodies = new HashMap<>();
    signing.forEach(key -> bodies.computeIfAbsent(key.relaxedBody(), BodyHash::new));
    HeadAndBody parts = new HeadAndBody(bodies.values());
    // The same conversion of line ends as in SMTPOutputStream.
    mail.writeTo(new CRLFOutputStream(parts), NOT_SENT);
    HeaderFields fields = new HeaderFields(parts.head());
    Map<Boolean, String> digests = new HashMap<>();
    bodies.forEach((relaxed, body) -> digests.put(relaxed, body.value()));
    for (SigningKey key : signing) {
      mail.putOnTop(signature(key, fields, digests.get(key.relaxedBody())));
    }
  }

  private String signature(SigningKey key, HeaderFields fields, String bodyDigest) {
    List<String> names = fields.names(key.exceptHeaders());
    SignatureField field =
        new SignatureField()
            .tag("a", key.algorithm().tag() + "-sha256")
            .tag("c", key.canonicalization())
            .tag("d", key.domain())
            .tag("s", key.selector())
            .tag("t", Long.toString(clock.instant().getEpochSecond()))
            .headers(names)
            .tag("bh", bodyDigest);
    String header =
        fields.canonical(names, key.relaxedHeader())
            + HeaderFields.canonical(field.unsigned(), key.relaxedHeader());
    return field.signed(key.algorithm().sign(key.pair().getPrivate(), header));
  }

  private static String domain(Address[] from) {
    if (from == null || from.length == 0 || !(from[0] instanceof InternetAddress sender)) {
      return "";
    }
    return sender.getAddress().substring(sender.getAddress().lastIndexOf('@') + 1);
  }
}
