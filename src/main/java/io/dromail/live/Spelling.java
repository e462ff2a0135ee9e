package io.dromail.live;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what was meant by a name that isn't known. Stateless. */
final class Spelling {

  private static final int LETTERS_A_SLIP = 3;

  private Spelling() {}

  /** To be put behind a sentence: "; did you mean x?", or nothing if no name is near. */
  static String meant(String name, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String other) -> distance(name, other)))
        .filter(other -> distance(name, other) <= Math.max(1, name.length() / LETTERS_A_SLIP))
        .map(other -> "; did you mean " + other + "?")
        .orElse("");
  }

  /** Letters that are wrong, missing, too many, or two in the wrong order. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
