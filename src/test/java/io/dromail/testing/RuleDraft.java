package io.dromail.testing;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * A rule being written: how often and for whom, and then, as the last word, what to do. A rule that
 * does not say how often holds always.
 */
public final class RuleDraft {
  private static final long ALWAYS = Long.MAX_VALUE;

  private final ScriptedSmtpServer server;
  private final Stage stage;
  private final Consumer<Rule> script;
  private String addressPart = "";
  private long uses = ALWAYS;

  RuleDraft(ScriptedSmtpServer server, Stage stage, Consumer<Rule> script) {
    this.server = server;
    this.stage = Objects.requireNonNull(stage, "stage");
    this.script = script;
  }

  /**
   * Limits the rule to commands about an address that contains this text: at MAIL the sender, at
   * RCPT the recipient, at AUTH the user, at EHLO the name of the client, and from DATA on the
   * sender or any recipient accepted so far.
   */
  public RuleDraft when(String addressContains) {
    addressPart = Objects.requireNonNull(addressContains, "addressContains");
    return this;
  }

  public RuleDraft once() {
    return times(1);
  }

  /** The rule holds the first {@code count} times it fits; after that, later rules have a say. */
  public RuleDraft times(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a rule has to hold at least once, not " + count);
    }
    uses = count;
    return this;
  }

  public RuleDraft always() {
    uses = ALWAYS;
    return this;
  }

  /**
   * Gives this reply; {@code \n} makes it a multi-line one. With a code below 400 the command takes
   * effect, and after 421 the connection is closed (RFC 5321, section 3.8).
   */
  public ScriptedSmtpServer reply(int code, String text) {
    return finish(new Behaviour.Reply(code, text));
  }

  /** Gives this reply and closes the connection. */
  public ScriptedSmtpServer replyThenDrop(int code, String text) {
    return finish(new Behaviour.Reply(code, text, true));
  }

  /** Gives no reply until {@link ScriptedSmtpServer#release()}, and accepts the command then. */
  public ScriptedSmtpServer hang() {
    return finish(new Behaviour.Hang(false));
  }

  /** Takes the mail and then hangs: a client that gives up and sends again makes a duplicate. */
  public ScriptedSmtpServer hangAfterAccepting() {
    requireEndOfData("hangAfterAccepting");
    return finish(new Behaviour.Hang(true));
  }

  /** Closes the connection without a reply; the command has no effect, so a mail is not taken. */
  public ScriptedSmtpServer drop() {
    return finish(new Behaviour.Drop(false));
  }

  /** Takes the mail and closes the connection without a reply (RFC 5321, section 6.1). */
  public ScriptedSmtpServer dropAfterAccepting() {
    requireEndOfData("dropAfterAccepting");
    return finish(new Behaviour.Drop(true));
  }

  private ScriptedSmtpServer finish(Behaviour behaviour) {
    script.accept(new Rule(stage, addressPart, uses, behaviour));
    return server;
  }

  private void requireEndOfData(String behaviour) {
    if (stage != Stage.END_OF_DATA) {
      throw new IllegalStateException(behaviour + " has a meaning only at END_OF_DATA");
    }
  }
}
