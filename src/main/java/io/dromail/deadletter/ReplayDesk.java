package io.dromail.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.Attachment;
import io.dromail.mail.Envelope;
import io.dromail.mail.Lanes;
import io.dromail.mail.Mail;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import io.dromail.mail.Spool;
import io.dromail.mail.TraceParent;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a replay: claim letters, hand out each one's job, mark it when the broker has
 * confirmed it, and answer. What isn't confirmed is given back. A process that ends in between
 * leaves its letters to the next replay a minute later; their jobs say that they may have been
 * published before. Thread-safe; called by the {@code dead-letters-replay*} routes.
 */
public final class ReplayDesk {

  private static final Logger LOG = LoggerFactory.getLogger(ReplayDesk.class);

  private final Letters letters;
  private final Claims claims;
  private final Lanes lanes;
  private final Spool spool;

  /**
   * Over the journal's database, with the lanes that a mail can go back to, and the spool that has
   * its large attachments.
   */
  public ReplayDesk(DataSource database, Lanes lanes, Spool spool) {
    this.letters = new Letters(database);
    this.claims = new Claims(database);
    this.lanes = lanes;
    this.spool = spool;
  }

  /** Claims letters by a filter. */
  public Replay choose(Exchange exchange, @Body byte[] body, @Variable("scope") String scope)
      throws Refused {
    BulkRequest request = BulkRequest.read(body, scope);
    if (request.filter().replayed()) {
      throw Refused.field("invalid_parameter", "state", "can't be replayed for a replay");
    }
    Set<String> names = lanes.names();
    long matched = Workbench.asked(() -> claims.count(request.filter(), names));
    UUID claim = claim(exchange);
    List<UUID> chosen =
        request.dryRun()
            ? List.of()
            : Workbench.asked(() -> claims.claim(claim, request.filter(), names, request.limit()));
    return new Replay(claim, chosen, matched, request.rate(), null);
  }

  /** The edited mail of a request, as JSON, or null if the mail goes as it was. */
  public byte[] edited(@Body byte[] body) throws Refused, JsonProcessingException {
    JsonNode request = RequestFields.object(body);
    for (String name : (Iterable<String>) request::fieldNames) {
      if (!name.equals("mail")) {
        throw Refused.field("invalid_parameter", name, "is not a known field");
      }
    }
    return request.has("mail") ? MailJson.mapper().writeValueAsBytes(request.get("mail")) : null;
  }

  /**
   * Claims one letter.
   *
   * @param edited the mail to be sent in place of the letter's, or null
   */
  public Replay chooseOne(
      Exchange exchange,
      @Header("id") String id,
      @Body Mail edited,
      @Variable("scope") String scope)
      throws Refused {
    ReadLetter found =
        Workbench.asked(() -> letters.find(id, scope)).orElseThrow(() -> Workbench.missing(id));
    String lane = edited == null ? found.letter().lane() : edited.stream();
    if (LetterReader.envelope(found.job()) == null) {
      throw Refused.because(
          409, "unreadable_job", "The job of this dead letter can't be read; it can be purged.");
    }
    if (!lanes.names().contains(lane)) {
      throw Refused.because(
          409,
          "unknown_lane",
          "There is no lane " + lane + " any more; replay the mail with another stream.");
    }
    UUID claim = claim(exchange);
    List<UUID> claimed = Workbench.asked(() -> claims.claim(claim, found.letter().id()));
    if (claimed.isEmpty()) {
      throw Refused.because(
          409, "already_replayed", "This dead letter is replayed already, or just being so.");
    }
    return new Replay(claim, claimed, 1, 0, edited);
  }

  /**
   * The job of a claimed letter, as it's to be published; its id, lane and trace become variables.
   */
  public byte[] open(Exchange exchange, @Body UUID letter, @Variable("replay") Replay replay)
      throws SQLException, JsonProcessingException {
    String job = claims.job(replay.claim(), letter);
    Envelope envelope = MailJson.mapper().readValue(job, Envelope.class);
    if (replay.edited() != null) {
      envelope = edited(envelope, replay.edited());
    }
    // One that's gone makes a dead letter again, whose cause says so.
    envelope.mail().attachments().stream()
        .map(Attachment::spooled)
        .filter(Objects::nonNull)
        .forEach(spool::refresh);
    exchange.setVariable("letter", letter);
    exchange.setVariable("id", envelope.id());
    exchange.setVariable("lane", envelope.lane());
    exchange.setVariable(TraceParent.HEADER, envelope.traceparent());
    return MailJson.mapper()
        .writeValueAsBytes(envelope.replayed(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
  }

  /** Marks a letter whose job was confirmed. */
  public void confirmed(@Variable("letter") UUID letter, @Variable("replay") Replay replay)
      throws SQLException {
    replay.count();
    claims.replayed(replay.claim(), letter);
  }

  /** What came of a replay. */
  public byte[] answer(@Variable("replay") Replay replay) throws JsonProcessingException {
    ObjectNode answer = MailJson.mapper().createObjectNode();
    answer.put("matched", replay.matched()).put("replayed", replay.done());
    answer.put("remaining", Math.max(0, replay.matched() - replay.done()));
    return MailJson.mapper().writeValueAsBytes(answer);
  }

  /** The same mail by its ids, with another content and other recipients. */
  private static Envelope edited(Envelope job, Mail mail) {
    return new Envelope(
        job.id(),
        job.messageId(),
        job.tenant(),
        mail.stream(),
        job.traceId(),
        job.attempt(),
        job.acceptedAt(),
        mail,
        List.of(),
        List.of(),
        null,
        true);
  }

  /** A new claim, which ends with the exchange. */
  private UUID claim(Exchange exchange) {
    UUID claim = UUID.randomUUID();
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                Replay replay = done.getVariable("replay", Replay.class);
                if (replay == null || !replay.isWhole()) {
                  release(claim);
                }
              }
            });
    return claim;
  }

  private void release(UUID claim) {
    try {
      claims.release(claim);
    } catch (SQLException e) {
      LOG.warn("Dead letters can't be replayed for a minute: {}", e.getMessage());
    }
  }
}
