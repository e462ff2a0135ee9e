package io.dromail.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of ours that a scrape has shown. */
public final class Scrape {
  private static final Pattern SAMPLE = Pattern.compile("(dromail_\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private final Map<String, List<Sample>> samples = new TreeMap<>();

  private Scrape() {}

  /** Of the text that Prometheus gets. */
  public static Scrape of(String text) {
    Scrape scrape = new Scrape();
    text.lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(
            line ->
                scrape
                    .samples
                    .computeIfAbsent(line.group(1), any -> new ArrayList<>())
                    .add(new Sample(labels(line.group(2)), Double.parseDouble(line.group(3)))));
    return scrape;
  }

  /** The names, each with its labels; a histogram or summary counts as one. */
  public Map<String, Set<String>> labels() {
    Map<String, Set<String>> labels = new TreeMap<>();
    samples.forEach(
        (name, all) -> {
          Set<String> names = labels.computeIfAbsent(family(name), any -> new TreeSet<>());
          all.forEach(sample -> names.addAll(sample.labels.keySet()));
          names.remove("le");
        });
    return labels;
  }

  /** How many samples a metric has. */
  public int count(String name) {
    return samples.getOrDefault(name, List.of()).size();
  }

  /** The sum of those with a label; NaN if there is none. */
  public double value(String name, String label, String value) {
    return samples.getOrDefault(name, List.of()).stream()
        .filter(sample -> value.equals(sample.labels.get(label)))
        .mapToDouble(Sample::value)
        .reduce(Double::sum)
        .orElse(Double.NaN);
  }

  private static String family(String name) {
    return name.contains("_seconds") ? name.replaceFirst("_(bucket|count|sum)$", "") : name;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    if (text != null) {
      LABEL.matcher(text).results().forEach(label -> labels.put(label.group(1), label.group(2)));
    }
    return labels;
  }

  private record Sample(Map<String, String> labels, double value) {}
}
