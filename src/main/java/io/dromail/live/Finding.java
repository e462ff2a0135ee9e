package io.dromail.live;

/**
 * Something wrong with a route file, in the form that editors jump to.
 *
 * @param file its name
 * @param line from 1; 0 if it isn't known
 * @param column from 1; 0 if it isn't known
 * @param message one sentence
 */
public record Finding(String file, int line, int column, String message) {

  /** Something that concerns a line as a whole. */
  public Finding(String file, int line, String message) {
    this(file, line, 0, message);
  }

  @Override
  public String toString() {
    String place = (line > 0 ? line + ":" : "") + (line > 0 && column > 0 ? column + ":" : "");
    return file + ":" + place + " " + message;
  }
}
