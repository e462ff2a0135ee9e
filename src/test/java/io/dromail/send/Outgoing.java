package io.dromail.send;

import io.dromail.mail.OutgoingMail;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** Finished mails for the tests of this room. */
final class Outgoing {

  private Outgoing() {}

  /** To ada@example.org, who is in the header whatever the envelope says. */
  static OutgoingMail mail(String... envelopeTo) throws MessagingException {
    String id = UUID.randomUUID().toString();
    String to = envelopeTo.length == 0 ? "ada@example.org" : String.join(",", envelopeTo);
    Session session = Session.getInstance(new Properties());
    OutgoingMail mail =
        new OutgoingMail(
            session, id, "<" + id + "@example.com>", List.of(InternetAddress.parse(to)));
    mail.setFrom("shop@example.com");
    mail.setRecipients(RecipientType.TO, "ada@example.org");
    mail.setSubject("Hello");
    mail.setText("It works.");
    mail.saveChanges();
    return mail;
  }

  /** A memory of what was sent, with no journal to ask. */
  static Deliveries deliveries() {
    return new Deliveries(id -> java.util.Set.of(), new io.dromail.testing.NoBacklog());
  }
}
