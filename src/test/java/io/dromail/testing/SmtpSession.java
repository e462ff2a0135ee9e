package io.dromail.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The dialogue with one client, from the greeting to QUIT (RFC 5321, section 3). */
final class SmtpSession {
  private final SmtpConnection connection;
  private final ServerFeatures features;
  private final StagePlayer player;
  private final MailTransaction transaction;
  private boolean refused;
  private boolean greeted;
  private boolean ended;
  private Optional<String> user = Optional.empty();

  SmtpSession(
      SmtpConnection connection, ServerFeatures features, StagePlayer player, Journal journal) {
    this.connection = connection;
    this.features = features;
    this.player = player;
    this.transaction = new MailTransaction(connection, player, features, journal);
  }

  /** Returns when the client has said QUIT or closed the connection. */
  void converse() throws IOException {
    Optional<SSLContext> implicitTls = features.implicitTls();
    if (implicitTls.isPresent()) {
      connection.startTls(implicitTls.get());
    }
    Behaviour.Reply greeting = new Behaviour.Reply(220, "localhost ESMTP ready");
    refused = !player.play(Stage.CONNECT, List.of(), greeting, () -> {});
    while (!ended) {
      String line = connection.readCommand();
      if (line == null) {
        return;
      }
      if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
        reply(500, "5.5.2", "bare CR or LF");
      } else {
        obey(line);
      }
    }
  }

  private void obey(String line) throws IOException {
    String[] words = line.split(" ", 2);
    String verb = words[0].toUpperCase(Locale.ROOT);
    String argument = words.length > 1 ? words[1].strip() : "";
    if (refused && !verb.equals("QUIT")) {
      reply(503, "5.5.1", "no service here, only QUIT");
      return;
    }
    switch (verb) {
      case "EHLO", "HELO" -> hello(verb, argument);
      case "STARTTLS" -> startTls();
      case "AUTH" -> auth(argument);
      case "MAIL" -> mail(argument);
      case "RCPT" -> transaction.rcpt(argument);
      case "DATA" -> transaction.data(user);
      case "RSET" -> play(Stage.RSET, "reset", transaction::forget);
      case "NOOP" -> play(Stage.NOOP, "ok", () -> {});
      case "VRFY" -> reply(252, "2.5.2", "send it and see");
      case "QUIT" -> {
        player.play(
            Stage.QUIT, transaction.addresses(), features.reply(221, "2.0.0", "bye"), () -> {});
        ended = true;
      }
      default -> reply(500, "5.5.1", "unknown command");
    }
  }

  private void hello(String verb, String client) throws IOException {
    List<String> lines = new ArrayList<>(List.of("localhost"));
    if (verb.equals("EHLO")) {
      lines.addAll(features.lines(connection.isTls()));
    }
    Behaviour.Reply usual = new Behaviour.Reply(250, String.join("\n", lines));
    if (player.play(Stage.EHLO, List.of(client), usual, transaction::forget)) {
      greeted = true;
    }
  }

  private void startTls() throws IOException {
    Optional<SSLContext> context = features.startTls();
    if (connection.isTls()) {
      reply(503, "5.5.1", "TLS is on already");
    } else if (context.isEmpty()) {
      reply(502, "5.5.1", "no STARTTLS here");
    } else if (player.play(
        Stage.STARTTLS, List.of(), features.reply(220, "2.0.0", "go ahead"), () -> {})) {
      connection.startTls(context.get());
      transaction.forget();
      greeted = false;
      user = Optional.empty();
    }
  }

  private void auth(String argument) throws IOException {
    Optional<Credentials> login = features.login();
    if (login.isEmpty() || !features.has("AUTH")) {
      reply(502, "5.5.1", "no AUTH here");
    } else if (!greeted || user.isPresent()) {
      reply(503, "5.5.1", greeted ? "logged in already" : "EHLO first");
    } else {
      try {
        LoginExchange.Outcome given = new LoginExchange(connection, login.get()).run(argument);
        Behaviour.Reply usual =
            given.right()
                ? features.reply(235, "2.7.0", "welcome")
                : features.reply(535, "5.7.8", "wrong user or password");
        player.play(
            Stage.AUTH, List.of(given.user()), usual, () -> user = Optional.of(given.user()));
      } catch (LoginExchange.Refused e) {
        connection.reply(e.reply(features));
      }
    }
  }

  private void mail(String argument) throws IOException {
    if (!greeted) {
      reply(503, "5.5.1", "EHLO first");
    } else if (features.login().isPresent() && user.isEmpty()) {
      reply(530, "5.7.0", "AUTH first");
    } else {
      transaction.mail(argument);
    }
  }

  private void play(Stage stage, String text, Runnable effect) throws IOException {
    player.play(stage, transaction.addresses(), features.reply(250, "2.0.0", text), effect);
  }

  private void reply(int code, String enhancedCode, String text) throws IOException {
    connection.reply(features.reply(code, enhancedCode, text));
  }
}
