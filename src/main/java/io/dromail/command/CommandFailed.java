package io.dromail.command;

/**
 * A command can't do what it was asked; carries the sentence for the person and the exit status.
 */
final class CommandFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What was asked was refused, or isn't there. */
  static final int REFUSED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** A file that operators write is wrong. */
  static final int BROKEN_FILE = 2;

  /** The gateway that a command asks about can't be asked. */
  static final int UNKNOWN = 2;

  /** Nobody answers, or nobody that speaks Dromail's API. */
  static final int UNREACHABLE = 3;

  private final int status;

  private CommandFailed(int status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
  }

  static CommandFailed refused(String sentence) {
    return new CommandFailed(REFUSED, sentence);
  }

  static CommandFailed usage(String sentence) {
    return new CommandFailed(USAGE, sentence);
  }

  static CommandFailed unknown(String sentence) {
    return new CommandFailed(UNKNOWN, sentence);
  }

  static CommandFailed unreachable(String sentence) {
    return new CommandFailed(UNREACHABLE, sentence);
  }

  /** The exit status of the command. */
  int status() {
    return status;
  }
}
