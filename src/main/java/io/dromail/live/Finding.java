package io.dromail.live;

/**
 * Something wrong with a route file, in the form that editors jump to.
 *
 * @param file its name
 * @param line from 1; 0 if it isn't known
 * @param message one sentence
 */
public record Finding(String file, int line, String message) {
  @Override
  public String toString() {
    return file + ":" + (line > 0 ? line + ": " : " ") + message;
  }
}
