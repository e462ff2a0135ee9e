package io.dromail.send;

import io.dromail.mail.Limits;
import io.dromail.mail.OutgoingMail;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** Finished mails for the tests of this room. */
final class Outgoing {

  private Outgoing() {}

  /** To ada@example.org, who is in the header whatever the envelope says. */
  static OutgoingMail mail(String... envelopeTo) throws MessagingException {
    return mail(Session.getInstance(new Properties()), envelopeTo);
  }

  /** One that needs SMTPUTF8. */
  static OutgoingMail utf8() throws MessagingException {
    return mail(OutgoingMail.session(true));
  }

  private static OutgoingMail mail(Session session, String... envelopeTo)
      throws MessagingException {
    String id = UUID.randomUUID().toString();
    String to = envelopeTo.length == 0 ? "ada@example.org" : String.join(",", envelopeTo);
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

  /** The profile "default" for a server. */
  static SmtpProfile profile(String url) {
    SmtpProfile profile = new SmtpProfile();
    profile.setUrl(url);
    return profile;
  }

  /** A profile with everything filled in. */
  static ServerAccess access(SmtpProfile profile) {
    return new ServerAccess(
        profile.settle("default", Presets.from("src/main/resources/routes"), () -> "no sandbox"),
        Path.of("nowhere"));
  }

  /** The sender of a profile without limits. */
  static PooledMailSender sender(SmtpProfile profile) {
    return new PooledMailSender(access(profile), deliveries(), new FreeLimits());
  }

  /** No profiles yet, without presets and a sandbox. */
  static SmtpProfiles profiles(Limits limits) {
    return new SmtpProfiles(
        Presets.from("nowhere"), () -> "no sandbox", deliveries(), limits, "nowhere");
  }

  /** A memory of what was sent, with no journal to ask. */
  static Deliveries deliveries() {
    return new Deliveries(id -> java.util.Set.of(), new io.dromail.testing.NoBacklog());
  }
}
