package io.dromail.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An SPF record (RFC 7208 section 12).
 *
 * @param terms in their order, those behind {@code all} left out: nobody ever comes to them
 */
record SpfRecord(List<Term> terms) {

  static final String VERSION = "v=spf1";

  private static final Set<String> MECHANISMS =
      Set.of("all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists");
  private static final Set<String> ASKING = Set.of("include", "a", "mx", "ptr", "exists");
  private static final Pattern MECHANISM =
      Pattern.compile("([-+~?]?)([a-z0-9]+)(?::([^/]*))?((?:/\\d+)?(?://\\d+)?)");
  private static final Pattern MODIFIER = Pattern.compile("([a-z][a-z0-9._-]*)=(.*)");

  /**
   * A mechanism or a modifier, in lower case.
   *
   * @param qualifier {@code + - ~ ?}; {@code =} for a modifier
   * @param value behind the colon or the equals sign, or empty
   * @param prefix such as {@code /24} or {@code /24//64}, or empty
   */
  record Term(char qualifier, String name, String value, String prefix) {

    boolean is(String other) {
      return name.equals(other);
    }

    /** Whether it says yes to whom it fits. */
    boolean allows() {
      return qualifier == '+';
    }

    /** Whether receivers must ask the DNS for it, which they do ten times at most. */
    boolean asks() {
      return qualifier == '=' ? is("redirect") : ASKING.contains(name);
    }

    /** As it's written, without the plus that may be left out. */
    String text() {
      if (qualifier == '=') {
        return name + "=" + value;
      }
      String sign = qualifier == '+' ? "" : String.valueOf(qualifier);
      return sign + name + (value.isEmpty() ? "" : ":" + value) + prefix;
    }
  }

  static boolean isOne(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals(VERSION) || lower.startsWith(VERSION + " ");
  }

  /**
   * Reads a record.
   *
   * @throws BadRecord if receivers would take it for a permanent error
   */
  static SpfRecord parse(String text) throws BadRecord {
    List<Term> terms = new ArrayList<>();
    for (String word : text.substring(VERSION.length()).strip().split(" +")) {
      if (!word.isEmpty()) {
        terms.add(term(word.toLowerCase(Locale.ROOT)));
      }
    }
    int all = 0;
    while (all < terms.size() && !terms.get(all).is("all")) {
      all++;
    }
    return new SpfRecord(List.copyOf(terms.subList(0, Math.min(all + 1, terms.size()))));
  }

  private static Term term(String word) throws BadRecord {
    Matcher modifier = MODIFIER.matcher(word);
    if (modifier.matches()) {
      return new Term('=', modifier.group(1), modifier.group(2), "");
    }
    if (word.matches("[-+~?]?ip[46]:.+")) {
      int colon = word.indexOf(':');
      Network.of(word.substring(colon + 1));
      char sign = word.charAt(0) == 'i' ? '+' : word.charAt(0);
      return new Term(sign, word.substring(colon - 3, colon), word.substring(colon + 1), "");
    }
    Matcher mechanism = MECHANISM.matcher(word);
    if (!mechanism.matches() || !MECHANISMS.contains(mechanism.group(2))) {
      throw new BadRecord("'" + word + "' is nothing that SPF knows");
    }
    String name = mechanism.group(2);
    String value = mechanism.group(3) == null ? "" : mechanism.group(3);
    if (value.isEmpty() && Set.of("include", "exists", "ip4", "ip6").contains(name)) {
      throw new BadRecord("'" + word + "' lacks what follows the colon");
    }
    String sign = mechanism.group(1);
    return new Term(sign.isEmpty() ? '+' : sign.charAt(0), name, value, mechanism.group(4));
  }

  /** The {@code all} at its end, or null. */
  Term all() {
    return terms.isEmpty() || !last().is("all") ? null : last();
  }

  /** The {@code redirect=}, which counts only without {@code all} (section 6.1), or null. */
  Term redirect() {
    return all() != null
        ? null
        : terms.stream()
            .filter(term -> term.qualifier() == '=' && term.is("redirect"))
            .findFirst()
            .orElse(null);
  }

  /** The record with more terms, put before its end; it gets an end if it has none. */
  String with(List<String> more) {
    List<String> words = new ArrayList<>();
    terms.stream()
        .filter(term -> term != all() && term != redirect())
        .forEach(t -> words.add(t.text()));
    more.stream().filter(term -> !words.contains(term)).forEach(words::add);
    Term end = all() != null ? all() : redirect();
    words.add(end == null || "+?".indexOf(end.qualifier()) >= 0 ? "~all" : end.text());
    return VERSION + " " + words.stream().distinct().collect(Collectors.joining(" "));
  }

  private Term last() {
    return terms.get(terms.size() - 1);
  }
}
