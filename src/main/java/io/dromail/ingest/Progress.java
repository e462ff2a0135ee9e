package io.dromail.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Which mails of a job file are settled, and how: a line each, written when it happens, so that a
 * file whose reading was cut off goes on where it was. The lines become the receipts. Thread-safe.
 */
final class Progress implements Closeable {

  private static final String SEED = "seed";

  private final Path file;
  private final BitSet settled = new BitSet();
  private final BitSet accepted = new BitSet();
  private final Writer writer;
  private final int cutOffAt;
  private UUID seed;

  private Progress(Path file) throws IOException {
    this.file = file;
    boolean cutOff = Files.exists(file);
    if (cutOff) {
      readBack();
    }
    cutOffAt = cutOff ? settled.length() : -1;
    writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** The progress of a file, told apart from others by name, age and content. */
  static Progress of(Path jobFile, byte[] digest, Path directory) throws IOException {
    Files.createDirectories(directory);
    String name =
        "%s.%d.%s.jsonl"
            .formatted(
                jobFile.getFileName(),
                Files.getLastModifiedTime(jobFile).toMillis(),
                HexFormat.of().formatHex(digest, 0, 8));
    return new Progress(directory.resolve(name));
  }

  synchronized boolean isSettled(int index) {
    return settled.get(index);
  }

  synchronized int accepted() {
    return accepted.cardinality();
  }

  synchronized int refused() {
    return settled.cardinality() - accepted.cardinality();
  }

  /** The indices of the accepted mails. */
  synchronized BitSet acceptedIndices() {
    return (BitSet) accepted.clone();
  }

  /** The end of what was settled when the reading was cut off, or -1 for a new file. */
  int cutOffAt() {
    return cutOffAt;
  }

  /** What the ids of the file's mails derive from, or null if that's its content alone. */
  synchronized UUID seed() {
    return seed;
  }

  /** Notes what the ids derive from, before the first of them is used. */
  synchronized void seed(UUID given) throws IOException {
    write(MailJson.mapper().createObjectNode().put(SEED, given.toString()));
    seed = given;
  }

  synchronized void accept(int index, String id) throws IOException {
    settle(index, acceptance(index, id));
    accepted.set(index);
  }

  /** The mail was accepted earlier, and isn't sent again. */
  synchronized void replay(int index, String id) throws IOException {
    settle(index, acceptance(index, id).put("replayed", true));
    accepted.set(index);
  }

  private static ObjectNode acceptance(int index, String id) {
    return MailJson.mapper().createObjectNode().put("index", index).put("id", id);
  }

  synchronized void refuse(int index, Refused why) throws IOException {
    ObjectNode line = MailJson.mapper().createObjectNode().put("index", index);
    line.setAll(Answers.error(why));
    settle(index, line);
  }

  private void settle(int index, ObjectNode line) throws IOException {
    write(line);
    settled.set(index);
  }

  private void write(ObjectNode line) throws IOException {
    writer.write(line + "\n");
    writer.flush();
  }

  /** Whether a line is of an accepted mail; the writer above puts the id right behind the index. */
  static boolean isAccepted(String line) {
    return line.startsWith("\"id\":", line.indexOf(',') + 1);
  }

  /** Whether a line is of a mail at all. */
  static boolean isOfAMail(String line) {
    return line.startsWith("{\"index\":");
  }

  /** The lines so far, for the receipts. */
  BufferedReader lines() throws IOException {
    // Lenient: half a line may end with half a character.
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }

  private void readBack() throws IOException {
    long complete = 0;
    try (BufferedReader lines = lines()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode node = parse(line);
        if (node == null) {
          break;
        }
        complete += line.getBytes(StandardCharsets.UTF_8).length + 1L;
        readBack(node);
      }
    }
    // A crash may have left half a line.
    try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(complete);
      if (channel.size() < complete) {
        // All but its line end.
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}), channel.size());
      }
    }
  }

  private void readBack(JsonNode line) {
    if (line.has(SEED)) {
      seed = UUID.fromString(line.path(SEED).textValue());
      return;
    }
    int index = line.path("index").intValue();
    settled.set(index);
    accepted.set(index, line.has("id"));
  }

  private static JsonNode parse(String line) {
    try {
      return MailJson.mapper().readTree(line);
    } catch (com.fasterxml.jackson.core.JsonProcessingException cutOff) {
      return null;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }

  /** Forgets the progress, once the job file is out of the inbox. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
