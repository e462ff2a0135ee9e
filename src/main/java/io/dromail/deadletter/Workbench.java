package io.dromail.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Attachment;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.PastAttempt;
import io.dromail.mail.Refused;
import io.dromail.mail.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows and purges dead letters, as the contract has it. {@code scope} is the tenant whose letters
 * a request may see, empty for everybody's. Thread-safe; called by the {@code dead-letters-*}
 * routes.
 */
public final class Workbench {

  private static final Logger LOG = LoggerFactory.getLogger(Workbench.class);
  private static final int PAGE = 50;
  private static final Set<String> LIST_OPTIONS = Set.of("limit", "cursor", "group_by");

  private final boolean open;
  private final Letters letters;
  private final Spool spool;

  /**
   * Over the journal's database.
   *
   * @param open whether there is a journal
   * @param spool has the large attachments of mails
   */
  public Workbench(DataSource database, boolean open, Spool spool) {
    this.open = open;
    this.spool = spool;
    this.letters = new Letters(database);
  }

  /** Refuses everything while the journal is off: 404 {@code not_found}. */
  public void check() throws Refused {
    if (!open) {
      throw Refused.because(
          404,
          "not_found",
          "There is no workbench, since the journal is off: dead letters are in the queue"
              + " mail.dead.");
    }
  }

  /** A page of the list, or its groups. */
  public byte[] list(@Header("CamelHttpQuery") String query, @Variable("scope") String scope)
      throws Refused, JsonProcessingException {
    Map<String, String> fields = RequestFields.ofQuery(query);
    LetterFilter.known(fields.keySet(), LIST_OPTIONS);
    LetterFilter filter = LetterFilter.of(fields, scope);
    String groupBy = fields.get("group_by");
    if (groupBy != null) {
      return groups(filter, groupBy);
    }
    String cursor = fields.get("cursor");
    Page behind = cursor == null ? null : Page.behind(cursor);
    int limit = RequestFields.limit(fields, PAGE);
    List<Letter> page = asked(() -> letters.list(filter, behind, limit + 1));
    ObjectNode answer = MailJson.mapper().createObjectNode();
    ArrayNode data = answer.putArray("data");
    page.stream().limit(limit).forEach(letter -> data.add(json(letter)));
    if (page.size() > limit) {
      answer.put("next", Page.cursor(page.get(limit - 1)));
    }
    return MailJson.mapper().writeValueAsBytes(answer);
  }

  /** A letter with its mail and its attempts, the last one included. */
  public byte[] show(@Header("id") String id, @Variable("scope") String scope)
      throws Refused, JsonProcessingException {
    ReadLetter found = find(id, scope);
    Letter letter = found.letter();
    ObjectNode answer = json(letter);
    ArrayNode attempts = answer.putArray("attempts");
    Envelope envelope = LetterReader.envelope(found.job());
    if (envelope == null) {
      answer.put("job", found.job());
    } else {
      answer.put("message_id", envelope.messageId());
      answer.put("trace_id", envelope.traceId());
      answer.put("accepted_at", String.valueOf(envelope.acceptedAt()));
      envelope.history().forEach(attempts::addPOJO);
      answer.set("mail", MailJson.mapper().valueToTree(whole(envelope.mail())));
    }
    attempts.addPOJO(
        new PastAttempt(
            letter.failedAt(), null, letter.replyCode(), letter.enhancedCode(), letter.cause()));
    return MailJson.mapper().writeValueAsBytes(answer);
  }

  /**
   * The mail with all of its contents, as it's accepted again, here or elsewhere. What the spool no
   * longer has stays a name.
   */
  private Mail whole(Mail mail) {
    return mail.withAttachments(mail.attachments().stream().map(this::whole).toList());
  }

  private Attachment whole(Attachment attachment) {
    if (attachment.spooled() == null) {
      return attachment;
    }
    try (InputStream in = spool.read(attachment.spooled())) {
      return attachment.withContent(in.readAllBytes());
    } catch (IOException gone) {
      LOG.warn("{} is shown without its content: {}", attachment.filename(), gone.toString());
      return attachment;
    }
  }

  /** Deletes one letter. */
  public byte[] purge(@Header("id") String id, @Variable("scope") String scope)
      throws Refused, JsonProcessingException {
    Letter letter = find(id, scope).letter();
    if (!asked(() -> letters.purge(letter.id(), scope))) {
      throw Refused.because(
          409, "already_replayed", "This dead letter is being replayed at the moment.");
    }
    return purged(1, 1);
  }

  /** Deletes the letters of a filter, so many a call. */
  public byte[] purgeAll(@Body byte[] body, @Variable("scope") String scope)
      throws Refused, JsonProcessingException {
    BulkRequest request = BulkRequest.read(body, scope);
    long matched = asked(() -> letters.count(request.filter()));
    return purged(
        matched,
        request.dryRun() ? 0 : asked(() -> letters.purge(request.filter(), request.limit())));
  }

  private byte[] groups(LetterFilter filter, String by) throws Refused, JsonProcessingException {
    if (!Letters.GROUPS.containsKey(by)) {
      throw Refused.field(
          "invalid_parameter",
          "group_by",
          "must be one of " + String.join(", ", new TreeSet<>(Letters.GROUPS.keySet())));
    }
    ObjectNode answer = MailJson.mapper().createObjectNode().put("group_by", by);
    ArrayNode groups = answer.putArray("groups");
    asked(() -> letters.groups(filter, by)).forEach(groups::addPOJO);
    return MailJson.mapper().writeValueAsBytes(answer);
  }

  private ReadLetter find(String id, String scope) throws Refused {
    return asked(() -> letters.find(id, scope)).orElseThrow(() -> missing(id));
  }

  static Refused missing(String id) {
    return Refused.because(404, "not_found", "There is no dead letter " + id + ".");
  }

  private static byte[] purged(long matched, long purged) throws JsonProcessingException {
    ObjectNode answer = MailJson.mapper().createObjectNode();
    answer.put("matched", matched).put("purged", purged);
    answer.put("remaining", Math.max(0, matched - purged));
    return MailJson.mapper().writeValueAsBytes(answer);
  }

  private static ObjectNode json(Letter letter) {
    return MailJson.mapper().valueToTree(letter);
  }

  /**
   * Asks the database.
   *
   * @throws Refused 503 {@code journal_unavailable}
   */
  static <T> T asked(Question<T> question) throws Refused {
    try {
      return question.ask();
    } catch (SQLException e) {
      LOG.warn("The dead letters can't be reached: {}", e.getMessage());
      throw Refused.because(
          503, "journal_unavailable", "The journal can't be reached now; try again later.");
    }
  }

  /** Something asked of the database. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws SQLException;
  }
}
