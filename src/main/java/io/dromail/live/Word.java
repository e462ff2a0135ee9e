package io.dromail.live;

/**
 * A key or a value in a route file.
 *
 * @param key what it is, or what it's the value of
 * @param text as it's written
 * @param owner the route or the bean that it's in; null if it's in none
 */
record Word(Place place, String key, String text, String owner) {

  boolean isKey() {
    return key.equals(text);
  }

  Finding finding(String message) {
    return place.finding(message);
  }
}
