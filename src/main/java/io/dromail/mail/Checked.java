package io.dromail.mail;

import java.util.Map;

/** A component whose state the health page shows. A check is cheap and never waits. */
public interface Checked {

  /** The name on the health page, such as {@code broker}. */
  String component();

  /** Whether it works, as far as is known. */
  boolean isUp();

  /** Whether this process can't do its work without it. */
  boolean isVital();

  /** What a person wants to know of it, without secrets. */
  Map<String, Object> details();
}
