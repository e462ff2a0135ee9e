package io.dromail.live;

import java.util.Set;

/**
 * One entry of a route file: a route, a lane, a template, the beans and so on.
 *
 * @param file the file's name
 * @param kind the key of the entry, such as {@code route} or {@code templatedRoute}
 * @param id what it's known by; empty if it has no name of its own
 * @param entry from 1; the line of the entry of the file that it belongs to
 * @param line where it starts; otherwise than {@code entry} for one of several beans
 * @param end the first line after it
 * @param content what it says, however it's written
 * @param words all that its texts name, which a dependency can hide in
 */
record RouteItem(
    String file,
    String kind,
    String id,
    int entry,
    int line,
    int end,
    String content,
    Set<String> words) {

  static final String ROUTE = "route";
  static final String TEMPLATED_ROUTE = "templatedRoute";
  static final String TEMPLATE = "routeTemplate";
  static final String CONFIGURATION = "routeConfiguration";
  static final String BEAN = "bean";

  /** Whether a route with this id comes of it. */
  boolean makesRoute() {
    return kind.equals(ROUTE) || kind.equals(TEMPLATED_ROUTE);
  }

  /** Whether it's a bean that is made of values alone, which another bean takes up at any time. */
  boolean isValue() {
    return kind.equals(BEAN)
        && (isOf("io.dromail.send.SmtpProfile") || isOf("io.dromail.sign.DkimKey"));
  }

  /** Whether it's a bean that is made once, at the start of the gateway. */
  boolean isForLife() {
    return kind.equals(BEAN)
        && !isValue()
        && (content.contains("type:\"io.dromail.")
            || content.contains("type:\"org.apache.camel.")
            || content.contains("initMethod:")
            || content.contains("destroyMethod:"));
  }

  private boolean isOf(String type) {
    return content.contains("type:\"" + type + "\"");
  }

  /** Whether it applies to all routes of its file, as {@code intercept} does. */
  boolean isForWholeFile() {
    return !makesRoute()
        && !kind.equals(TEMPLATE)
        && !kind.equals(CONFIGURATION)
        && !kind.equals(BEAN);
  }
}
