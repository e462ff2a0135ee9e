package io.dromail.live;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/** Route files with some of their entries left out; the others stay on their lines. */
final class PartialFile {

  private PartialFile() {}

  /**
   * What Camel reads to get some entries and no others.
   *
   * @param texts the files by name
   * @param location of their folder, for messages
   */
  static List<Resource> with(
      Collection<RouteItem> items, Map<String, String> texts, String location) {
    Map<String, BitSet> lines = new TreeMap<>();
    for (RouteItem item : items) {
      BitSet kept = lines.computeIfAbsent(item.file(), file -> new BitSet());
      kept.set(item.entry());
      kept.set(item.line(), item.end());
    }
    List<Resource> resources = new ArrayList<>();
    lines.forEach(
        (file, kept) ->
            resources.add(
                ResourceHelper.fromString(location + "/" + file, keep(texts.get(file), kept))));
    return resources;
  }

  static String keep(String text, BitSet kept) {
    StringBuilder rest = new StringBuilder();
    int number = 1;
    for (String line : text.split("\n", -1)) {
      rest.append(kept.get(number++) ? line : "").append('\n');
    }
    return rest.toString();
  }
}
