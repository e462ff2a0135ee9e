package io.dromail.mail;

/**
 * What a check found about one part of the way that mail takes, in words for a person.
 *
 * @param part what was looked at, in a word or two: {@code TLS}, {@code SPF}
 * @param words what was found, in sentences
 * @param remedy what mends it, or empty
 * @param publish what belongs into the DNS, or null
 */
public record Diagnosis(State state, String part, String words, String remedy, DnsEntry publish) {

  /** How a part is. */
  public enum State {
    /** As it should be. */
    GOOD,
    /** Mail goes out, but not as well as it could. */
    WARNING,
    /** Mail doesn't go out, or doesn't arrive. */
    WRONG,
    /** It couldn't be found out: nobody was there to ask. */
    UNKNOWN
  }

  /** As it should be. */
  public static Diagnosis good(String part, String words) {
    return new Diagnosis(State.GOOD, part, words, "", null);
  }

  /** Better mended. */
  public static Diagnosis warning(String part, String words, String remedy) {
    return new Diagnosis(State.WARNING, part, words, remedy, null);
  }

  /** To be mended. */
  public static Diagnosis wrong(String part, String words, String remedy) {
    return new Diagnosis(State.WRONG, part, words, remedy, null);
  }

  /** Not known, and why. */
  public static Diagnosis unknown(String part, String words, String remedy) {
    return new Diagnosis(State.UNKNOWN, part, words, remedy, null);
  }

  /** The same, with a record to publish. */
  public Diagnosis publish(String name, String type, String value) {
    return new Diagnosis(state, part, words, remedy, new DnsEntry(name, type, value));
  }

  /** The same, taken more or less seriously. */
  public Diagnosis as(State other) {
    return new Diagnosis(other, part, words, remedy, publish);
  }

  /** Whether it's as it should be. */
  public boolean isGood() {
    return state == State.GOOD;
  }

  /**
   * A record of the DNS, as it's typed into a provider's form.
   *
   * @param name the whole name, without the dot at its end
   * @param type such as {@code TXT}
   */
  public record DnsEntry(String name, String type, String value) {}
}
