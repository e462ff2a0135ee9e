package io.dromail.failures;

/** The retry schedule can't be read; the message is the one sentence that the operator reads. */
public final class BadSchedule extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final String sentence;

  /**
   * Says where, what is wrong, and what would be right.
   *
   * @param file its name
   * @param line from 1; 0 if it isn't about a line
   * @param sentence one sentence
   */
  BadSchedule(String file, int line, String sentence) {
    super(file + (line > 0 ? ":" + line : "") + ": " + sentence, null, false, false);
    this.file = file;
    this.line = line;
    this.sentence = sentence;
  }

  /** The file's name. */
  public String file() {
    return file;
  }

  /** From 1; 0 if it isn't about a line. */
  public int line() {
    return line;
  }

  /** What is wrong, and what would be right. */
  public String sentence() {
    return sentence;
  }
}
