package io.dromail.enrich;

/** A file among the templates that can't be read as what it is; the message begins with where. */
public final class BadTemplate extends Exception {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;

  /**
   * In a file.
   *
   * @param file below the folder of all templates
   * @param line from 1; 0 if it isn't known
   * @param column from 1; 0 if it isn't known
   */
  BadTemplate(String file, int line, int column, String sentence) {
    super(file + ":" + line + ":" + column + ": " + sentence);
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /** Which file it is. */
  public String file() {
    return file;
  }

  /** The line in it. */
  public int line() {
    return line;
  }

  /** The column in the line. */
  public int column() {
    return column;
  }
}
