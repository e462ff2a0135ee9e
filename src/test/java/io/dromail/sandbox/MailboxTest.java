package io.dromail.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MailboxTest {

  @Test
  void namesTheConfiguredProviderAndStartsNothing() {
    try (Mailbox mailbox = new Mailbox("smtps://user:secret@smtp.example.com", 10)) {
      assertThat(mailbox.url()).isEqualTo("smtps://user:secret@smtp.example.com");
      assertThat(mailbox.isOpen()).isFalse();
    }
  }

  @Test
  void standsInForAProvider() {
    try (Mailbox mailbox = new Mailbox("sandbox:", 10)) {
      assertThat(mailbox.url()).matches("smtp://127\\.0\\.0\\.1:[1-9]\\d*\\?tls=none");
      assertThat(mailbox.isOpen()).isTrue();
    }
  }

  @Test
  void keepsBlindCopiesThatOnlyTheEnvelopeNames() throws Exception {
    try (Mailbox mailbox = new Mailbox("sandbox:", 10);
        Postman postman = new Postman(mailbox)) {
      postman.bring("Hello", "It works.", "ada@example.org", "Orders@example.com");

      StoredMail mail = mailbox.find(1);
      assertThat(mail.sender()).isEqualTo("bounces@example.com");
      assertThat(mail.recipients()).containsExactly("ada@example.org", "Orders@example.com");
      assertThat(new String(mail.mime(), StandardCharsets.UTF_8))
          .doesNotContainIgnoringCase("orders@");
    }
  }

  @Test
  void keepsAMailByteForByte() throws Exception {
    String mime = "From: a@example.com\r\nSubject: dots\r\n\r\n.\r\n..two\r\nGr\u00fc\u00dfe\r\n";
    try (Mailbox mailbox = new Mailbox("sandbox:", 10)) {
      String replies = sendRaw(mailbox, mime.replace("\r\n.", "\r\n.."));

      assertThat(replies).endsWith("250 2.0.0 Kept as 1");
      assertThat(mailbox.find(1).mime()).isEqualTo(mime.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void keepsOnlyTheNewestAndNeverUsesANumberAgain() throws Exception {
    try (Mailbox mailbox = new Mailbox("sandbox:", 2);
        Postman postman = new Postman(mailbox)) {
      for (String subject : List.of("one", "two", "three")) {
        postman.bring(subject, "text");
      }
      assertThat(mailbox.newest(10)).extracting(StoredMail::number).containsExactly(3L, 2L);

      mailbox.clear();
      postman.bring("four", "text");
      assertThat(mailbox.newest(10)).extracting(StoredMail::number).containsExactly(4L);
    }
  }

  @Test
  void letsTheOldestGoWhenMemoryIsShort() {
    try (Mailbox mailbox = new Mailbox("sandbox:", 100, 1000)) {
      mailbox.add("a@example.com", List.of("b@example.com"), new byte[600]);
      mailbox.add("a@example.com", List.of("b@example.com"), new byte[400]);
      assertThat(mailbox.size()).isEqualTo(2);

      mailbox.add("a@example.com", List.of("b@example.com"), new byte[5000]);
      assertThat(mailbox.newest(10)).extracting(StoredMail::number).containsExactly(3L);
    }
  }

  @Test
  void refusesAnUnknownNumber() {
    try (Mailbox mailbox = new Mailbox("sandbox:", 10)) {
      Refused refused = catchThrowableOfType(Refused.class, () -> mailbox.find(1));

      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.name()).isEqualTo("not_found");
    }
  }

  @Test
  void letsGoOfItsPortWhenClosed() {
    Mailbox mailbox = new Mailbox("sandbox:", 10);
    URI server = URI.create(mailbox.url());
    mailbox.close();

    assertThat(mailbox.isOpen()).isFalse();
    assertThatThrownBy(() -> new Socket(server.getHost(), server.getPort()).close())
        .isInstanceOf(ConnectException.class);
  }

  /** It can reach the port, and what it posts are lines of its choice. */
  @Test
  void hangsUpOnAPageThatPostsSmtp() throws Exception {
    String request =
        """
        POST / HTTP/1.1
        Host: 127.0.0.1
        Content-Type: text/plain

        HELO page
        MAIL FROM:<a@example.com>
        RCPT TO:<b@example.com>
        DATA
        Subject: posted

        .
        QUIT
        """;
    try (Mailbox mailbox = new Mailbox("sandbox:", 10)) {
      URI server = URI.create(mailbox.url());
      try (Socket socket = new Socket(server.getHost(), server.getPort())) {
        write(socket, request.replace("\n", "\r\n"));
        socket.shutdownOutput();
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (SocketException reset) {
        // Lines were left unread.
      }
      assertThat(mailbox.size()).isZero();
      assertThat(sendRaw(mailbox, "Subject: mail\r\n\r\n")).startsWith("250");
    }
  }

  private static String sendRaw(Mailbox mailbox, String data) throws IOException {
    URI server = URI.create(mailbox.url());
    try (Socket socket = new Socket(server.getHost(), server.getPort());
        BufferedReader replies =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      String last = replies.readLine();
      for (String line :
          List.of("HELO test", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA")) {
        write(socket, line + "\r\n");
        do {
          last = replies.readLine();
        } while (last.charAt(3) == '-' || line.startsWith("HELO") && !last.startsWith("250 "));
      }
      write(socket, data + ".\r\n");
      return replies.readLine();
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
