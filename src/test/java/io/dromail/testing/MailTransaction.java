package io.dromail.testing;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MAIL, RCPT and DATA on one connection (RFC 5321, section 3.3). */
final class MailTransaction {
  private final SmtpConnection connection;
  private final StagePlayer player;
  private final ServerFeatures features;
  private final Journal journal;
  private final List<String> recipients = new ArrayList<>();
  private MailPath sender;

  MailTransaction(
      SmtpConnection connection, StagePlayer player, ServerFeatures features, Journal journal) {
    this.connection = connection;
    this.player = player;
    this.features = features;
    this.journal = journal;
  }

  void forget() {
    sender = null;
    recipients.clear();
  }

  /** The sender, if there is one, and the recipients accepted so far. */
  List<String> addresses() {
    List<String> addresses = new ArrayList<>(recipients);
    if (sender != null) {
      addresses.add(sender.address());
    }
    return addresses;
  }

  void mail(String argument) throws IOException {
    Optional<MailPath> parsed = MailPath.parse("FROM", argument);
    if (sender != null) {
      refuse(503, "5.5.1", "a transaction is open already");
    } else if (parsed.isEmpty()) {
      refuse(501, "5.5.4", "MAIL FROM:<address> expected");
    } else if (isAcceptable(parsed.get(), parsed.get())) {
      MailPath path = parsed.get();
      if (!path.isEmpty() && !path.isMailbox()) {
        refuse(553, "5.1.7", "not a mailbox");
      } else if (path.declaredSize() > features.sizeLimit()) {
        refuse(552, "5.3.4", "mail too large");
      } else {
        player.play(
            Stage.MAIL,
            List.of(path.address()),
            features.reply(250, "2.1.0", "sender ok"),
            () -> sender = path);
      }
    }
  }

  void rcpt(String argument) throws IOException {
    Optional<MailPath> parsed = MailPath.parse("TO", argument);
    if (sender == null) {
      refuse(503, "5.5.1", "MAIL first");
    } else if (parsed.isEmpty()) {
      refuse(501, "5.5.4", "RCPT TO:<address> expected");
    } else if (isAcceptable(parsed.get(), sender)) {
      MailPath path = parsed.get();
      if (!path.isMailbox()) {
        refuse(553, "5.1.3", "not a mailbox");
      } else {
        player.play(
            Stage.RCPT,
            List.of(path.address()),
            features.reply(250, "2.1.5", "recipient ok"),
            () -> recipients.add(path.address()));
      }
    }
  }

  /** After pipelined RCPTs that all failed, DATA fails as well (RFC 2920, section 3.1). */
  void data(Optional<String> user) throws IOException {
    if (sender == null) {
      refuse(503, "5.5.1", "MAIL first");
    } else if (recipients.isEmpty()) {
      refuse(554, "5.5.1", "no valid recipients");
    } else if (player.play(
        Stage.DATA, addresses(), new Behaviour.Reply(354, "end with a dot"), () -> {})) {
      receive(user);
      forget();
    }
  }

  private void receive(Optional<String> user) throws IOException {
    DataReader reader = new DataReader(connection.input(), features.sizeLimit(), features.kept());
    reader.readToEnd();
    if (reader.isTooLarge()) {
      refuse(552, "5.3.4", "mail too large");
    } else {
      player.play(
          Stage.END_OF_DATA,
          addresses(),
          features.reply(250, "2.0.0", "mail taken"),
          () -> journal.received(mail(reader.content(), user)));
    }
  }

  private ReceivedMail mail(byte[] content, Optional<String> user) {
    return new ReceivedMail(
        sender.address(),
        recipients,
        sender.parameters(),
        content,
        connection.isTls(),
        user,
        connection.number(),
        Instant.now());
  }

  /** Checks parameters (RFC 5321, section 4.1.1.11) and SMTPUTF8 (RFC 6531, section 3.4). */
  private boolean isAcceptable(MailPath path, MailPath from) throws IOException {
    Optional<String> unknown = path.unknownParameter(features);
    if (unknown.isPresent()) {
      refuse(555, "5.5.4", "unknown parameter " + unknown.get());
      return false;
    }
    if (!path.isAscii() && !from.has("SMTPUTF8")) {
      refuse(553, "5.6.7", "address needs SMTPUTF8");
      return false;
    }
    return true;
  }

  private void refuse(int code, String enhancedCode, String text) throws IOException {
    connection.reply(features.reply(code, enhancedCode, text));
  }
}
