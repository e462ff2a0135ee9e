package io.dromail.testing;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimePart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The parts of a received mail: its shape, such as {@code mixed(alternative(text/plain, text/html),
 * application/pdf)}, and its leaves in their order.
 */
public record MailTree(String shape, List<Leaf> leaves) {

  /** A part that has no parts; {@code disposition} and the like are null if they are missing. */
  public record Leaf(
      String type, String disposition, String filename, String contentId, byte[] bytes, Part part) {

    /** The text, its line ends as LF. */
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }

  public static MailTree of(ReceivedMail mail) {
    List<Leaf> leaves = new ArrayList<>();
    try {
      return new MailTree(walk(mail.message(), leaves), leaves);
    } catch (MessagingException | IOException e) {
      throw new AssertionError("not readable: " + mail, e);
    }
  }

  /** The text of the only leaf of this type. */
  public String text(String type) {
    List<Leaf> found = leaves.stream().filter(leaf -> leaf.type.equals(type)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " parts of " + type + " in " + shape);
    }
    return found.get(0).text();
  }

  private static String walk(Part part, List<Leaf> leaves) throws MessagingException, IOException {
    String type = part.getContentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!(part.getContent() instanceof Multipart multipart)) {
      String contentId = part instanceof MimePart mime ? mime.getContentID() : null;
      try (InputStream content = part.getInputStream()) {
        leaves.add(
            new Leaf(
                type,
                part.getDisposition(),
                part.getFileName(),
                contentId,
                content.readAllBytes(),
                part));
      }
      return type;
    }
    StringJoiner shape = new StringJoiner(", ", type.substring("multipart/".length()) + "(", ")");
    for (int i = 0; i < multipart.getCount(); i++) {
      BodyPart inner = multipart.getBodyPart(i);
      shape.add(walk(inner, leaves));
    }
    return shape.toString();
  }
}
