package io.dromail.doctor;

import java.util.List;

/**
 * What the DNS said to a question. That there is nothing and that nobody could be asked are two
 * answers.
 *
 * @param values the records' data; empty if there are none
 * @param trouble why it isn't known, or null
 * @param silence whether the trouble is that no DNS server answers at all
 */
record Answer(List<String> values, String trouble, boolean silence) {

  static Answer found(List<String> values) {
    return new Answer(List.copyOf(values), null, false);
  }

  static Answer absent() {
    return found(List.of());
  }

  static Answer failed(String trouble) {
    return new Answer(List.of(), trouble, false);
  }

  static Answer silent(String trouble) {
    return new Answer(List.of(), trouble, true);
  }

  boolean isUnknown() {
    return trouble != null;
  }

  boolean isAbsent() {
    return trouble == null && values.isEmpty();
  }

  /** The same answer with only the values that begin so, whatever their case. */
  Answer startingWith(String begin) {
    return isUnknown()
        ? this
        : found(
            values.stream()
                .filter(value -> value.regionMatches(true, 0, begin, 0, begin.length()))
                .toList());
  }
}
