package io.dromail.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dromail.mail.Envelope;
import io.dromail.mail.MailJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.amqp.core.Message;

/**
 * Reads messages of {@code mail.dead}. It takes whatever is there: what a header doesn't say is
 * taken from the job or guessed, and a job that can't be read is kept as text. Stateless.
 */
final class LetterReader {

  private static final String NOBODY = "default";
  private static final Set<String> REASONS = Set.of("permanent", "exhausted", "unknown");

  private LetterReader() {}

  static ReadLetter read(Message message) {
    String job = text(new String(message.getBody(), StandardCharsets.UTF_8), Integer.MAX_VALUE);
    Envelope envelope = envelope(job);
    Map<String, Object> headers = message.getMessageProperties().getHeaders();
    List<String> recipients = envelope == null ? List.of() : texts(envelope.open());
    String domain = recipients.isEmpty() ? "" : domain(recipients.get(0));
    boolean rendered = envelope != null && envelope.mail().template() != null;
    String subject = envelope == null ? null : envelope.mail().subject();
    Letter letter =
        new Letter(
            id(message, headers),
            envelope == null ? null : uuid(envelope.id()),
            text(envelope == null ? NOBODY : envelope.tenant(), 255),
            text(envelope == null ? header(headers, "Dromail-Lane", "") : envelope.lane(), 255),
            reason(header(headers, "Dromail-Failure", "unknown")),
            cause(headers),
            number(headers, "Dromail-Reply-Code", 0),
            header(headers, "Dromail-Enhanced-Code", "", 20),
            header(headers, "Dromail-Step", "", 64),
            header(headers, "Dromail-Profile", "default", 255),
            text(domain, 255),
            rendered ? text(envelope.mail().template().id(), 255) : "",
            text(subject == null ? "" : subject, 1000),
            recipients,
            number(headers, "Dromail-Attempts", 1),
            failedAt(headers),
            Letter.WAITING,
            null);
    return new ReadLetter(letter, job);
  }

  /** The job, or null if it isn't one that can be sent. */
  static Envelope envelope(String job) {
    try {
      Envelope envelope = MailJson.mapper().readValue(job, Envelope.class);
      return envelope != null && isWhole(envelope) ? envelope : null;
    } catch (JsonProcessingException notAJob) {
      return null;
    }
  }

  private static boolean isWhole(Envelope envelope) {
    return uuid(envelope.id()) != null
        && envelope.messageId() != null
        && envelope.tenant() != null
        && envelope.lane() != null
        && envelope.mail() != null
        && (envelope.mail().template() == null || envelope.mail().template().id() != null)
        && Stream.<List<?>>of(
                envelope.recipients(), envelope.mail().recipients(), envelope.mail().attachments())
            .flatMap(List::stream)
            .noneMatch(Objects::isNull)
        && !envelope.open().isEmpty();
  }

  /** The letter's own id, or one from its content: the same message then is the same letter. */
  private static UUID id(Message message, Map<String, Object> headers) {
    UUID given = uuid(header(headers, "Dromail-Letter", ""));
    if (given != null) {
      return given;
    }
    MessageDigest digest = sha256();
    digest.update(message.getBody());
    // The same job may fail again, after somebody has sent it again by hand.
    String occasion = header(headers, "Dromail-Failed-At", "") + header(headers, "x-death", "");
    ByteBuffer name = ByteBuffer.wrap(digest.digest(occasion.getBytes(StandardCharsets.UTF_8)));
    // UUIDv8, RFC 9562 section 5.8.
    long high = name.getLong() & 0xffffffffffff0fffL | 0x8000L;
    return new UUID(high, name.getLong() & 0x3fffffffffffffffL | 0x8000000000000000L);
  }

  private static String reason(String failure) {
    String reason = failure.toLowerCase(Locale.ROOT);
    // An attempt that would have been repeated, if there had been any left.
    return reason.equals("transient") ? "exhausted" : REASONS.contains(reason) ? reason : "unknown";
  }

  private static String cause(Map<String, Object> headers) {
    String cause = header(headers, "Dromail-Cause", "");
    if (!cause.isEmpty()) {
      return cause;
    }
    return headers.containsKey("x-death")
        ? "the broker gave it up: " + header(headers, "x-first-death-reason", "no reason given")
        : "no cause given";
  }

  /** When it failed, if that's said with a year that a database takes (RFC 3339), or now. */
  private static Instant failedAt(Map<String, Object> headers) {
    String said = header(headers, "Dromail-Failed-At", "");
    Instant time;
    try {
      time = said.matches("\\d{4}-.*") ? Instant.parse(said) : Instant.now();
    } catch (DateTimeParseException notSaid) {
      time = Instant.now();
    }
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  private static int number(Map<String, Object> headers, String name, int otherwise) {
    String number = header(headers, name, "");
    return number.matches("\\d{1,9}") ? Integer.parseInt(number) : otherwise;
  }

  private static String header(
      Map<String, Object> headers, String name, String otherwise, int length) {
    return text(header(headers, name, otherwise), length);
  }

  private static String header(Map<String, Object> headers, String name, String otherwise) {
    Object value = headers.get(name);
    return value == null ? otherwise : text(String.valueOf(value), 10_000);
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  private static UUID uuid(String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }

  private static List<String> texts(List<String> texts) {
    return texts.stream().map(text -> text(text, Integer.MAX_VALUE)).toList();
  }

  /** Text that a database takes, and JSON: half a surrogate pair becomes a question mark. */
  private static String text(String text, int length) {
    String whole = text.replace('\0', '\uFFFD');
    String cut = whole.length() <= length ? whole : whole.substring(0, length);
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
