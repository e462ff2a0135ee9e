package io.dromail.live;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where something stands in a file.
 *
 * @param file its name
 * @param line from 1
 * @param column from 1
 */
record Place(String file, int line, int column) {

  static Place of(String file, Node node) {
    return node.getStartMark().map(mark -> of(file, mark)).orElse(start(file));
  }

  static Place of(String file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Of something that is missing from a file. */
  static Place start(String file) {
    return new Place(file, 1, 1);
  }

  Place right(int columns) {
    return new Place(file, line, column + columns);
  }

  Finding finding(String message) {
    return new Finding(file, line, column, message);
  }
}
