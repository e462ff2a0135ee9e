package io.dromail.mail;

/**
 * A state that is ready to be taken. Either {@link #begin} and {@link #end} follow one another, or
 * {@link #back} ends it, before {@link #begin} or after. None of them may fail or wait for mails in
 * work.
 */
public interface Renewal {

  /** From here on the new state is in use; the old one is kept. */
  void begin();

  /** There's no way back any more: lets go of what only the old state needed. */
  void end();

  /** The old state is in use again, as if there had been no new one; lets go of the new one. */
  void back();
}
