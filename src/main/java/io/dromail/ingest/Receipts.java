package io.dromail.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Receipts beside a job file: {@code NAME.accepted.json} with the ids, {@code NAME.rejected.json}
 * with the errors, by index.
 */
final class Receipts {

  private static final String JSON = ".json";

  private final Path folder;

  Receipts(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes them, then moves the file; a namesake that is there already is kept.
   *
   * @return where the file is now
   */
  Path write(Path file, Progress progress) throws IOException {
    Files.createDirectories(folder);
    String name = freeName(file.getFileName().toString());
    receipt(name + ".accepted.json", file, progress, "accepted", progress.accepted(), true);
    receipt(name + ".rejected.json", file, progress, "rejected", progress.refused(), false);
    Path target = folder.resolve(name + JSON);
    Files.move(file, target);
    return target;
  }

  private String freeName(String fileName) {
    String base = fileName.substring(0, fileName.length() - JSON.length());
    String name = base;
    for (int i = 2; Files.exists(folder.resolve(name + JSON)); i++) {
      name = base + "-" + i;
    }
    return name;
  }

  private void receipt(
      String name, Path file, Progress progress, String field, int count, boolean accepted)
      throws IOException {
    if (count == 0) {
      return;
    }
    Path part = folder.resolve("." + name + ".part");
    try (Writer out = Files.newBufferedWriter(part);
        BufferedReader lines = progress.lines()) {
      out.write("{\"file\":" + quoted(file) + ",\"count\":" + count + ",\"" + field + "\":[\n");
      String separator = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (Progress.isOfAMail(line) && accepted == Progress.isAccepted(line)) {
          out.write(separator + line);
          separator = ",\n";
        }
      }
      out.write("\n]}\n");
    }
    Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String quoted(Path file) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(file.getFileName().toString())
        .toString();
  }
}
