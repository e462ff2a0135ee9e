package io.dromail.settings;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a setting's value must look like.
 *
 * @param fits whether a value is right
 * @param wanted what would be right, to follow "must be"
 */
record Rule(Predicate<String> fits, String wanted) {

  static Rule number(long least, long most) {
    return new Rule(
        value -> isBetween(value, least, most), "a number from " + least + " to " + most);
  }

  static Rule oneOf(String... words) {
    return new Rule(List.of(words)::contains, String.join(" or ", words));
  }

  static Rule like(String regex, String wanted) {
    return new Rule(Pattern.compile(regex).asMatchPredicate(), wanted);
  }

  private static boolean isBetween(String value, long least, long most) {
    if (!value.matches("-?\\d{1,18}")) {
      return false;
    }
    long number = Long.parseLong(value);
    return least <= number && number <= most;
  }
}
