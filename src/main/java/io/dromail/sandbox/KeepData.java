package io.dromail.sandbox;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.smtp.SmtpConnection;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.SmtpCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** DATA (RFC 5321 section 4.1.1.4): keeps the mail byte for byte, with its envelope. */
final class KeepData extends SmtpCommand {

  private final Mailbox mailbox;

  KeepData(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  @Override
  public void execute(
      SmtpConnection connection, SmtpState state, SmtpManager manager, String commandLine)
      throws IOException {
    MovingMessage envelope = state.getMessage();
    if (envelope.getToAddresses().isEmpty()) {
      connection.send("503 5.5.1 MAIL and RCPT come before DATA");
      return;
    }
    connection.send("354 End with a dot on a line of its own");
    try (InputStream data = connection.dotLimitedInputStream(new byte[0])) {
      long number =
          mailbox.add(
              envelope.getReturnPath().getEmail(),
              envelope.getToAddresses().stream().map(MailAddress::getEmail).distinct().toList(),
              withLastLineEnd(data.readAllBytes()));
      connection.send("250 2.0.0 Kept as " + number);
    } finally {
      state.clearMessage();
    }
  }

  /**
   * The CRLF before the final dot belongs to the mail (RFC 5321 section 4.1.1.4); GreenMail drops
   * it.
   */
  private static byte[] withLastLineEnd(byte[] mime) {
    byte[] whole = Arrays.copyOf(mime, mime.length + 2);
    whole[mime.length] = '\r';
    whole[mime.length + 1] = '\n';
    return whole;
  }
}
