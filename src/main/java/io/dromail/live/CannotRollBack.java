package io.dromail.live;

import java.io.IOException;

/** The operator's folders can't be written; nothing in them was changed. */
public final class CannotRollBack extends IOException {

  private static final long serialVersionUID = 1L;

  CannotRollBack(String sentence) {
    super(sentence);
  }
}
