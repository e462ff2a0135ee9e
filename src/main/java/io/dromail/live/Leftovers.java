package io.dromail.live;

import java.util.regex.Pattern;

/** Tells what operators mean to be read from what their editors and systems leave beside it. */
final class Leftovers {

  /**
   * Hidden files (swap files, Emacs' locks, {@code ..data}), backups, Emacs' own saves, and Vim's
   * trial file, which is a number.
   */
  private static final Pattern NAME =
      Pattern.compile(
          "\\..*|.*~|#.*#|\\d{4,5}|sed[A-Za-z0-9]{6}|Thumbs\\.db|desktop\\.ini"
              + "|.*\\.(swp|swo|swx|bak|orig|rej|tmp|part)|.*___jb_(tmp|old|bak)___",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ROUTES = Pattern.compile(".+\\.ya?ml");
  private static final Pattern SETTINGS = Pattern.compile("application(-[^.]+)?\\.properties");

  private Leftovers() {}

  /** Whether a file or folder of this name is nobody's work. */
  static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a file in the routes folder belongs to the routes. */
  static boolean isRoutes(String name) {
    return !isOne(name) && ROUTES.matcher(name).matches();
  }

  /** Whether a file in the home folder has settings. */
  static boolean isSettings(String name) {
    return SETTINGS.matcher(name).matches();
  }
}
