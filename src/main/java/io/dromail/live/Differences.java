package io.dromail.live;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows what is otherwise in a set than in another, as {@code diff -u} does. Stateless. */
public final class Differences {

  private static final int CONTEXT = 3;
  private static final String NOTHING = "/dev/null";

  private Differences() {}

  /** The lines of a unified diff of all files; empty if the sets are the same. */
  public static List<String> between(RouteSet before, RouteSet now) {
    List<String> diff = new ArrayList<>();
    for (String name : now.changedFrom(before)) {
      byte[] old = before.files().get(name);
      byte[] young = now.files().get(name);
      String from = old == null ? NOTHING : "a/" + name;
      String to = young == null ? NOTHING : "b/" + name;
      Optional<List<String>> oldLines = lines(old);
      Optional<List<String>> youngLines = lines(young);
      if (oldLines.isEmpty() || youngLines.isEmpty()) {
        diff.add("Binary files " + from + " and " + to + " differ");
      } else {
        diff.addAll(unified(from, to, oldLines.get(), youngLines.get()));
      }
    }
    return diff;
  }

  private static List<String> unified(
      String from, String to, List<String> before, List<String> now) {
    List<String> lines =
        UnifiedDiffUtils.generateUnifiedDiff(
            from, to, before, DiffUtils.diff(before, now), CONTEXT);
    // The library counts the lines of a file that isn't there from 1; patch and git want 0.
    lines.replaceAll(
        line -> line.startsWith("@@ ") ? line.replaceAll("([-+])1,0 ", "$10,0 ") : line);
    return lines;
  }

  /** Its lines; empty if it's no text. */
  private static Optional<List<String>> lines(byte[] content) {
    if (content == null || content.length == 0) {
      return Optional.of(List.of());
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      if (text.indexOf('\0') >= 0) {
        return Optional.empty();
      }
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      if (!lines.remove(lines.size() - 1).isEmpty()) {
        lines.add(text.substring(text.lastIndexOf('\n') + 1) + "\n\\ No newline at end of file");
      }
      return Optional.of(lines);
    } catch (CharacterCodingException noText) {
      return Optional.empty();
    }
  }
}
