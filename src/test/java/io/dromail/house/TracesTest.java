package io.dromail.house;

import static io.dromail.house.Requests.batch;
import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static io.dromail.testing.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.JobFolder;
import io.dromail.testing.TraceCollector;
import io.dromail.testing.TraceCollector.RecordedSpan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of each mail: taken over from the caller or begun, and kept to the server's reply. */
class TracesTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  abstract static class Cases extends HouseCases {
    @TempDir static Path folder;

    String journal() {
      return "jdbc:h2:file:" + folder.resolve("journal-" + getClass().getSimpleName());
    }

    HttpAnswer post(Object mail, String trace) {
      HttpAnswer answer =
          house.gateway().post(mail, "traceparent", "00-" + trace + "-" + CALLER + "-01");
      assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
      return answer;
    }

    JsonNode get(String path) {
      return house.gateway().call(house.gateway().api(path).build()).json();
    }

    String awaitLetter(HttpAnswer accepted) {
      return await("a dead letter")
          .atMost(SOON)
          .until(() -> letter(accepted.text("id")), Optional::isPresent)
          .orElseThrow();
    }

    private Optional<String> letter(String mail) {
      for (JsonNode letter : get("/v1/dead-letters").get("data")) {
        if (letter.get("mail_id").asText().equals(mail)) {
          return Optional.of(letter.get("id").asText());
        }
      }
      return Optional.empty();
    }
  }

  @Nested
  @On(BrokerKind.EMBEDDED)
  class WithoutACollector extends Cases {

    @Override
    Map<String, String> settings() {
      return Map.of("dromail.journal.url", journal());
    }

    @Test
    void isTheCallersInAnswerStatusAndDeadLetter() {
      house.smtp().at(RCPT).always().reply(550, "5.1.1 no such user");

      HttpAnswer answer = post(mail(""), TRACE);

      assertThat(answer.header("traceparent")).contains("00-" + TRACE + "-" + CALLER + "-01");
      assertThat(get("/v1/emails/" + answer.text("id")).get("trace_id").asText()).isEqualTo(TRACE);
      assertThat(get("/v1/dead-letters/" + awaitLetter(answer)).get("trace_id").asText())
          .isEqualTo(TRACE);
    }

    @Test
    void isTheMailsOwnIfTheCallersIsNoTrace() {
      String header = "00-" + "0".repeat(32) + "-" + CALLER + "-01";

      HttpAnswer answer = house.gateway().post(mail(""), "traceparent", header);

      String own = answer.text("id").replace("-", "");
      assertThat(answer.header("traceparent").orElseThrow()).startsWith("00-" + own + "-");
      assertThat(get("/v1/emails/" + answer.text("id")).get("trace_id").asText()).isEqualTo(own);
    }

    @Test
    void isNeverTakenFromTheQuery() {
      String query = "?traceparent=00-" + TRACE + "-" + CALLER + "-01";

      HttpAnswer answer = house.gateway().call(house.gateway().to("/v1/emails" + query, mail("")));

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.header("traceparent").orElseThrow()).doesNotContain(TRACE);
    }

    @Test
    void isOneForABatchThatCameInOne() {
      String header = "00-" + TRACE + "-" + CALLER + "-00";
      HttpAnswer traced =
          house.gateway().postBatch(batch(mail(""), mail("")), "traceparent", header);
      HttpAnswer untraced = house.gateway().postBatch(batch(mail(""), mail("")));

      assertThat(traced.header("traceparent").orElseThrow()).startsWith("00-" + TRACE);
      assertThat(untraced.status()).isEqualTo(202);
      assertThat(untraced.header("traceparent")).isEmpty();
      assertThat(traced.json().findValuesAsText("trace_id")).containsExactly(TRACE, TRACE);
      assertThat(untraced.json().findValuesAsText("trace_id"))
          .isEqualTo(
              untraced.json().findValuesAsText("id").stream()
                  .map(id -> id.replace("-", ""))
                  .toList());
    }

    @Test
    void isThatOfTheFirstTimeInAnAnswerThatIsGivenAgain() {
      String first = "00-" + TRACE + "-" + CALLER + "-01";
      String second = "00-" + "a".repeat(32) + "-" + CALLER + "-01";
      for (String key : List.of("traced", "untraced")) {
        HttpAnswer accepted =
            key.equals("traced")
                ? house.gateway().post(mail(""), "Idempotency-Key", key, "traceparent", first)
                : house.gateway().post(mail(""), "Idempotency-Key", key);
        HttpAnswer again =
            house.gateway().post(mail(""), "Idempotency-Key", key, "traceparent", second);

        assertThat(again.header("Idempotent-Replayed")).contains("true");
        String trace = accepted.text("trace_id");
        assertThat(trace.equals(TRACE)).isEqualTo(key.equals("traced"));
        assertThat(again.text("trace_id")).isEqualTo(trace);
        assertThat(again.header("traceparent").orElseThrow()).startsWith("00-" + trace + "-");
      }
    }
  }

  @Nested
  @On(BrokerKind.RABBITMQ)
  class WithACollector extends Cases {
    private final TraceCollector collector = new TraceCollector();

    @Override
    Map<String, String> settings() {
      return Map.of("dromail.journal.url", journal(), "dromail.tracing.otlp-url", collector.url());
    }

    @AfterAll
    void close() {
      collector.close();
    }

    @Test
    void leadsFromTheRequestToTheServersReply() {
      HttpAnswer answer = post(mail(""), TRACE);

      List<RecordedSpan> spans = awaitSmtp(TRACE, 1);
      assertThat(spans)
          .extracting(RecordedSpan::name)
          .contains(
              "accept",
              "publish mail",
              "take mail.transactional",
              "work",
              "enrich",
              "sign",
              "throttle",
              "send");
      RecordedSpan smtp = last(spans, "smtp");
      assertThat(smtp.attributes())
          .containsEntry("smtp.reply_code", "250")
          .containsEntry("dromail.profile", "default");
      assertThat(ancestors(spans, smtp))
          .containsSubsequence("send", "work", "take mail.transactional", "publish mail", "accept");
      assertThat(awaitSpan(TRACE, "POST /v1/emails").parent()).isEqualTo(CALLER);
      String told = answer.header("traceparent").orElseThrow();
      assertThat(spans).anyMatch(span -> told.equals("00-" + TRACE + "-" + span.id() + "-01"));
    }

    @Test
    void beginsWithARequestThatIsInNone() {
      HttpAnswer answer = house.gateway().post(mail(""));
      String trace = get("/v1/emails/" + answer.text("id")).get("trace_id").asText();

      assertThat(awaitSmtp(trace, 1)).isNotEmpty();
      assertThat(awaitSpan(trace, "POST /v1/emails").parent()).isEmpty();
      assertThat(answer.header("traceparent").orElseThrow()).startsWith("00-" + trace);
    }

    @Test
    void isOneForABatchThatIsInNone() {
      HttpAnswer answer = house.gateway().postBatch(batch(mail(""), mailTo("bob@example.org")));

      List<String> traces = answer.json().findValuesAsText("trace_id");
      assertThat(traces).hasSize(2).containsOnly(traces.get(0));
      assertThat(answer.header("traceparent").orElseThrow()).startsWith("00-" + traces.get(0));
      assertThat(awaitSmtp(traces.get(0), 2)).isNotEmpty();
    }

    @Test
    void isEachMailsOwnInAJobFile() {
      JobFolder inbox = new JobFolder(house.inbox());
      inbox.drop("two.json", "{\"emails\": " + batch(mail(""), mailTo("bob@example.org")) + "}");
      List<String> ids = inbox.awaitReceipt("done/two.accepted.json").findValuesAsText("id");

      List<String> traces =
          ids.stream().map(id -> get("/v1/emails/" + id).get("trace_id").asText()).toList();
      assertThat(traces).doesNotHaveDuplicates();
      for (String trace : traces) {
        List<RecordedSpan> spans = awaitSmtp(trace, 1);
        assertThat(ancestors(spans, last(spans, "smtp")))
            .containsSubsequence("send", "take mail.transactional", "publish mail", "accept");
      }
    }

    @Test
    void goesOnWhenTheMailIsTriedAgain() {
      String trace = "a".repeat(32);
      house.smtp().at(RCPT).once().reply(450, "4.2.0 greylisted");

      post(mail(""), trace);

      List<RecordedSpan> spans = awaitSmtp(trace, 2);
      assertThat(spans)
          .filteredOn(span -> span.name().equals("smtp"))
          .extracting(span -> span.attributes().get("smtp.reply_code"))
          .containsExactly("450", "250");
      assertThat(ancestors(spans, last(spans, "smtp")))
          .containsSubsequence(
              "take mail.transactional", "publish mail.retry", "retry", "publish mail");
    }

    @Test
    void goesOnWhenTheDeadLetterIsReplayed() {
      String trace = "b".repeat(32);
      house.smtp().at(RCPT).once().reply(550, "5.1.1 no such user");
      String letter = awaitLetter(post(mail(""), trace));

      HttpAnswer replay =
          house.gateway().call(house.gateway().to("/v1/dead-letters/" + letter + "/replay", ""));

      assertThat(replay.status()).as(replay.toString()).isEqualTo(200);
      assertThat(awaitSmtp(trace, 2))
          .filteredOn(span -> span.name().equals("smtp"))
          .extracting(span -> span.attributes().get("smtp.reply_code"))
          .containsExactly("550", "250");
    }

    @Test
    void tellsNoAddresses() {
      String trace = "c".repeat(32);
      house.smtp().at(RCPT).always().reply(550, "5.1.1 <ada@example.org>: no such user");
      post(mail(""), trace);

      awaitSmtp(trace, 1);
      awaitSpan(trace, "take mail.transactional");
      assertThat(collector.spans())
          .noneMatch(span -> span.attributes().toString().contains("ada@"));
    }

    private List<RecordedSpan> awaitSmtp(String trace, int count) {
      return await(count + " transactions in " + trace)
          .atMost(SOON)
          .until(
              () -> collector.trace(trace),
              spans ->
                  count(spans, "smtp") == count
                      && count(spans, "take mail.transactional") == count);
    }

    private RecordedSpan awaitSpan(String trace, String name) {
      return last(
          await(name).atMost(SOON).until(() -> collector.trace(trace), s -> count(s, name) > 0),
          name);
    }

    private static long count(List<RecordedSpan> spans, String name) {
      return spans.stream().filter(span -> span.name().equals(name)).count();
    }

    private static RecordedSpan last(List<RecordedSpan> spans, String name) {
      return spans.stream()
          .filter(span -> span.name().equals(name))
          .reduce((before, after) -> after)
          .orElseThrow();
    }

    /** The names of those that a span is part of, the next first. */
    private static List<String> ancestors(List<RecordedSpan> spans, RecordedSpan span) {
      return Stream.iterate(
              span,
              Objects::nonNull,
              each ->
                  spans.stream()
                      .filter(other -> other.id().equals(each.parent()))
                      .findFirst()
                      .orElse(null))
          .map(RecordedSpan::name)
          .skip(1)
          .toList();
    }
  }
}
