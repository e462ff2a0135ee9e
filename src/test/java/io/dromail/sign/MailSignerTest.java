package io.dromail.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.dromail.mail.OutgoingMail;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MailSignerTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_795_600_000), ZoneOffset.UTC);
  private static final int LARGE = 25_000_000;

  @Test
  void putsOneSignatureForEachKeyOnTop() throws Exception {
    OutgoingMail mail = mail("shop@example.org");
    signer().sign(mail);

    List<String> lines = source(mail).lines().toList();
    assertThat(lines.get(0))
        .matches("DKIM-Signature: v=1; a=(rsa|ed25519)-sha256; c=relaxed/relaxed;.*");
    assertThat(lines).filteredOn(line -> line.startsWith("DKIM-Signature:")).hasSize(2);
    assertThat(source(mail)).contains("t=1795600000;").contains("h=from:from:to:to:cc:");
    assertThat(lines.subList(0, 20)).allMatch(line -> line.length() <= 78);
  }

  @Test
  void keepsTheOrderOfTheFieldsBelow() throws Exception {
    OutgoingMail mail = mail("shop@example.org");
    String before = source(mail);
    signer().sign(mail);

    assertThat(source(mail)).endsWith(before);
  }

  @Test
  void leavesMailOfOtherDomainsAsItIs() throws Exception {
    OutgoingMail mail = mail("shop@example.net");
    String before = source(mail);
    signer().sign(mail);

    assertThat(source(mail)).isEqualTo(before);
  }

  @Test
  void holdsNoSecondCopyOfALargeMail() throws Exception {
    OutgoingMail small = withAttachment(1);
    OutgoingMail large = withAttachment(LARGE);
    MailSigner signer = signer();
    signer.sign(small);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    large.writeTo(OutputStream.nullOutputStream());
    long written = threads.getCurrentThreadAllocatedBytes();
    signer.sign(large);
    long signed = threads.getCurrentThreadAllocatedBytes();

    assertThat(signed - written)
        .as("octets allocated while signing, beyond those of writing alone")
        .isLessThan(written - before + LARGE / 10);
  }

  private static MailSigner signer() {
    DkimKeys keys = new DkimKeys(Path.of(""), CLOCK);
    keys.read(Map.of("rsa", key("rsa", false), "ed", key("ed", true)));
    return new MailSigner(keys, CLOCK);
  }

  private static DkimKey key(String selector, boolean ed25519) {
    DkimKey key = new DkimKey();
    key.setDomain("example.org");
    key.setSelector(selector);
    key.setKey(NewKey.make("example.org", selector, ed25519).pem());
    return key;
  }

  private static OutgoingMail mail(String from) throws MessagingException {
    OutgoingMail mail =
        new OutgoingMail(
            Session.getInstance(new Properties()),
            "1",
            "<1@example.org>",
            List.of(new InternetAddress("ada@example.org")));
    mail.setFrom(from);
    mail.setRecipients(jakarta.mail.Message.RecipientType.TO, "ada@example.org");
    mail.setSubject("Hello");
    mail.setText("It works.");
    mail.saveChanges();
    return mail;
  }

  /** A mail whose body is made while it's written. */
  private static OutgoingMail withAttachment(int octets) throws MessagingException {
    OutgoingMail mail = mail("shop@example.org");
    mail.setDataHandler(new DataHandler(new Zeros(octets)));
    mail.setHeader("Content-Type", "application/octet-stream");
    mail.setHeader("Content-Transfer-Encoding", "base64");
    mail.saveChanges();
    return mail;
  }

  private static String source(OutgoingMail mail) throws MessagingException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    mail.writeTo(out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private record Zeros(int octets) implements DataSource {
    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        private int left = octets;

        @Override
        public int read() {
          return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
          if (left <= 0) {
            return -1;
          }
          int count = Math.min(left, length);
          left -= count;
          return count;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getContentType() {
      return "application/octet-stream";
    }

    @Override
    public String getName() {
      return "zeros";
    }
  }
}
