package io.dromail.send;

import io.dromail.mail.OutgoingMail;
import io.dromail.mail.ProfilePaused;
import io.dromail.mail.SmtpFailure;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.apache.camel.component.mail.DefaultJavaMailSender;

/**
 * What camel-mail sends with instead of a connection a mail: the profile that the mail is assigned
 * to. If its server can't be reached or refuses the login, the next profile of the lane takes the
 * mail; once a transaction has begun, none does. Thread-safe.
 */
public final class MailSender extends DefaultJavaMailSender {

  private final SmtpProfiles profiles;
  private final Dispatcher dispatcher;

  /** Through the profiles. */
  public MailSender(SmtpProfiles profiles, Dispatcher dispatcher) {
    this.profiles = profiles;
    this.dispatcher = dispatcher;
    setSession(Session.getInstance(new Properties()));
  }

  /**
   * Sends a finished mail.
   *
   * @throws SmtpFailure with the stage and the server's reply, if one recipient or more didn't get
   *     it
   * @throws ProfilePaused without asking a server
   * @throws io.dromail.mail.LimitReached without asking a server
   */
  @Override
  public void send(MimeMessage message) throws MessagingException {
    OutgoingMail mail = (OutgoingMail) message;
    while (true) {
      try {
        profiles.assigned(mail.profile()).send(mail);
        return;
      } catch (SmtpFailure e) {
        if (!e.isBeforeTransaction() || mail.isLastProfile()) {
          throw e;
        }
      } catch (ProfilePaused e) {
        if (mail.isLastProfile()) {
          throw e;
        }
      }
      dispatcher.next(mail);
    }
  }
}
