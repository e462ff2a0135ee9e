package io.dromail.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A mail as Python's email package reads it, which shares no code with Jakarta Mail.
 *
 * @param headers those of the mail, decoded
 * @param root the outermost part
 */
public record PythonMail(List<List<String>> headers, Part root) {

  private static final String SCRIPT = "src/test/resources/io/dromail/mail_tree.py";
  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_PYTHON";
  private static final boolean THERE = starts();

  /** A part; {@code content} is null for one that has parts. */
  public record Part(
      String type,
      Map<String, String> parameters,
      String disposition,
      String filename,
      String contentId,
      byte[] content,
      List<String> defects,
      List<Part> parts) {

    /** As in {@link MailTree#shape()}. */
    public String shape() {
      if (parts.isEmpty()) {
        return type;
      }
      StringJoiner shape = new StringJoiner(", ", type.substring("multipart/".length()) + "(", ")");
      parts.forEach(part -> shape.add(part.shape()));
      return shape.toString();
    }

    /** The parts that have none, in their order. */
    public List<Part> leaves() {
      return parts.isEmpty()
          ? List.of(this)
          : parts.stream().flatMap(part -> part.leaves().stream()).toList();
    }
  }

  /**
   * Whether there is a Python; if not, says on the console what does not run. For {@code
   * EnabledIf}.
   *
   * @throws IllegalStateException if it has to be there
   */
  public static boolean isThere() {
    if (!THERE && Boolean.parseBoolean(System.getenv(REQUIRED))) {
      throw new IllegalStateException("python3 does not start, and " + REQUIRED);
    }
    if (!THERE) {
      // Past Surefire, which keeps System.err in a file.
      PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
      console.println("python3 is not there: the tests with a second mail parser did NOT run");
    }
    return THERE;
  }

  /** Reads a mail as it goes over the wire. */
  public static PythonMail of(byte[] raw) {
    try {
      Process python = new ProcessBuilder("python3", SCRIPT).start();
      try (OutputStream in = python.getOutputStream()) {
        in.write(raw);
      }
      byte[] json = python.getInputStream().readAllBytes();
      String errors = new String(python.getErrorStream().readAllBytes());
      if (python.waitFor() != 0) {
        throw new AssertionError("Python does not read it: " + errors);
      }
      ObjectMapper mapper = new ObjectMapper();
      JsonNode mail = mapper.readTree(json);
      List<List<String>> headers = new ArrayList<>();
      mail.get("headers")
          .forEach(one -> headers.add(List.of(one.get(0).asText(), one.get(1).asText())));
      return new PythonMail(headers, mapper.treeToValue(mail.get("root"), Part.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The first header of this name, or null. */
  public String header(String name) {
    return headers.stream()
        .filter(header -> header.get(0).equalsIgnoreCase(name))
        .map(header -> header.get(1))
        .findFirst()
        .orElse(null);
  }

  private static boolean starts() {
    try {
      return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
