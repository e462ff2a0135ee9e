package io.dromail.sign;

import java.util.Iterator;
import java.util.List;

/** A DKIM-Signature field being written (RFC 6376 section 3.5), folded at 78 characters. */
final class SignatureField {

  private static final int LINE_AT_MOST = 78;

  private final StringBuilder text = new StringBuilder("DKIM-Signature: v=1;");
  private int lineLength = text.length();

  /** Another tag, in one piece. */
  SignatureField tag(String name, String value) {
    word(" ", name + "=" + value + ";");
    return this;
  }

  /** The tag {@code h=}. */
  SignatureField headers(List<String> names) {
    Iterator<String> rest = names.iterator();
    word(" ", "h=" + rest.next() + (rest.hasNext() ? ":" : ";"));
    while (rest.hasNext()) {
      String name = rest.next();
      word("", name + (rest.hasNext() ? ":" : ";"));
    }
    return this;
  }

  /** The field with an empty {@code b=} at its end, which is what is signed. */
  String unsigned() {
    return text + "\r\n b=";
  }

  /** The whole field. */
  String signed(String value) {
    StringBuilder field = new StringBuilder(unsigned());
    int room = LINE_AT_MOST - 3;
    for (int i = 0; i < value.length(); i += room) {
      field.append(i == 0 ? "" : "\r\n   ").append(value, i, Math.min(value.length(), i + room));
    }
    return field.toString();
  }

  private void word(String before, String word) {
    if (lineLength + before.length() + word.length() > LINE_AT_MOST) {
      text.append("\r\n ");
      lineLength = 1;
    } else {
      text.append(before);
      lineLength += before.length();
    }
    text.append(word);
    lineLength += word.length();
  }
}
