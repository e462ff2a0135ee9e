package io.dromail.sandbox;

import io.dromail.mail.Address;
import io.dromail.sandbox.OpenMail.Field;
import io.dromail.sandbox.OpenMail.Recipient;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes a mail apart (RFC 2045, RFC 5322). It never fails: whatever arrives can be looked at, if
 * only as source. Stateless.
 */
final class MimeReader {

  private static final int SOURCE_SHOWN = 256 * 1024;
  private static final Session SESSION = Session.getInstance(properties());

  private MimeReader() {}

  static OpenMail open(StoredMail mail) {
    try {
      MimeMessage message = new MimeMessage(SESSION, new ByteArrayInputStream(mail.mime()));
      return open(mail, message, MailParts.of(message), true);
    } catch (MessagingException | IOException | RuntimeException unreadable) {
      return open(mail, new MimeMessage(SESSION), new MailParts(), false);
    }
  }

  private static OpenMail open(
      StoredMail mail, MimeMessage message, MailParts parts, boolean readable) {
    List<Address> to = addresses(message, "To");
    List<Address> cc = addresses(message, "Cc");
    return new OpenMail(
        mail.number(),
        MailParts.decoded(firstOf(message, "Subject")),
        addresses(message, "From"),
        to,
        cc,
        addresses(message, "Reply-To"),
        mail.sender(),
        recipients(mail, to, cc),
        sentAt(message),
        mail.receivedAt(),
        mail.mime().length,
        parts.html(),
        parts.text(),
        headers(message),
        parts.files(),
        source(mail.mime()),
        readable);
  }

  private static List<Recipient> recipients(StoredMail mail, List<Address> to, List<Address> cc) {
    Set<String> named =
        Stream.concat(to.stream(), cc.stream())
            .map(address -> MailParts.lower(address.email()))
            .collect(Collectors.toSet());
    return mail.recipients().stream()
        .map(email -> new Recipient(email, !named.contains(MailParts.lower(email))))
        .toList();
  }

  private static List<Address> addresses(MimeMessage message, String name) {
    String value = joined(message, name);
    try {
      return Arrays.stream(InternetAddress.parseHeader(value, false))
          .map(address -> Address.of(address.getAddress(), address.getPersonal()))
          .toList();
    } catch (AddressException unreadable) {
      return List.of(Address.of(MailParts.decoded(value), null));
    }
  }

  private static List<Field> headers(MimeMessage message) {
    try {
      return Collections.list(message.getAllHeaders()).stream()
          .map((Header header) -> new Field(header.getName(), MailParts.decoded(header.getValue())))
          .toList();
    } catch (MessagingException unreadable) {
      return List.of();
    }
  }

  private static Instant sentAt(MimeMessage message) {
    try {
      Date date = message.getSentDate();
      return date == null ? null : date.toInstant();
    } catch (MessagingException unreadable) {
      return null;
    }
  }

  private static String joined(MimeMessage message, String name) {
    try {
      String value = message.getHeader(name, ",");
      return value == null ? "" : value;
    } catch (MessagingException unreadable) {
      return "";
    }
  }

  private static String firstOf(MimeMessage message, String name) {
    try {
      String[] values = message.getHeader(name);
      return values == null ? "" : values[0];
    } catch (MessagingException unreadable) {
      return "";
    }
  }

  private static String source(byte[] mime) {
    return new String(mime, 0, Math.min(mime.length, SOURCE_SHOWN), StandardCharsets.ISO_8859_1);
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("mail.mime.allowutf8", "true");
    return properties;
  }
}
