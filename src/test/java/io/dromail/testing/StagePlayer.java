package io.dromail.testing;

import java.io.IOException;
import java.util.Collection;

/** Does at each stage of one connection what the script says. */
final class StagePlayer {
  private final SmtpConnection connection;
  private final Script script;
  private final Gate gate;
  private final Journal journal;

  StagePlayer(SmtpConnection connection, Script script, Gate gate, Journal journal) {
    this.connection = connection;
    this.script = script;
    this.gate = gate;
    this.journal = journal;
  }

  /**
   * Plays a stage whose command is fine as far as the protocol goes.
   *
   * @param addresses whom the command is about
   * @param usual the reply if nothing else is scripted
   * @param effect what accepting the command does, always before the client can know
   * @return whether the command was accepted
   */
  boolean play(Stage stage, Collection<String> addresses, Behaviour.Reply usual, Runnable effect)
      throws IOException {
    long ticket = gate.ticket();
    Behaviour behaviour = script.behaviourAt(stage, addresses);
    journal.reached(stage);
    if (behaviour instanceof Behaviour.Hang hang) {
      return hang(hang, ticket, usual, effect);
    }
    if (behaviour instanceof Behaviour.Drop drop) {
      if (drop.afterAccepting()) {
        effect.run();
      }
      connection.flush();
      throw ConnectionEnded.abruptly("dropped at " + stage);
    }
    return answer(behaviour instanceof Behaviour.Reply reply ? reply : usual, effect);
  }

  private boolean hang(Behaviour.Hang hang, long ticket, Behaviour.Reply usual, Runnable effect)
      throws IOException {
    connection.flush();
    if (hang.afterAccepting()) {
      effect.run();
    }
    gate.await(ticket, connection);
    return answer(usual, hang.afterAccepting() ? () -> {} : effect);
  }

  private boolean answer(Behaviour.Reply reply, Runnable effect) throws IOException {
    if (reply.isPositive()) {
      effect.run();
    }
    connection.reply(reply);
    if (reply.endsConnection()) {
      throw ConnectionEnded.afterReply("dropped after " + reply.code());
    }
    return reply.isPositive();
  }
}
