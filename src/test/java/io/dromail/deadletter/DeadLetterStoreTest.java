package io.dromail.deadletter;

import static io.dromail.deadletter.Post.envelope;
import static io.dromail.deadletter.Post.letter;
import static io.dromail.deadletter.Post.stranger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromail.journal.Database;
import io.dromail.mail.MailJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.amqp.core.Message;

/** What becomes of a batch; {@link LetterCases} has what becomes of a letter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterStoreTest {

  private Databases.Opened opened;
  private DeadLetterStore store;

  @BeforeAll
  void open() throws SQLException {
    opened = Databases.h2();
    store = new DeadLetterStore(opened.database());
    run("alter table dead_letter add constraint broken check (profile <> 'broken')");
  }

  @BeforeEach
  void empty() throws SQLException {
    run("delete from dead_letter");
  }

  @AfterAll
  void end() throws Exception {
    opened.close();
  }

  @Test
  void writesNoneOfABatchOfWhichOneCanNotBeWritten() throws Exception {
    Message good = letter(envelope("a", "ada@example.org"));
    Message broken = letter(envelope("a", "bob@example.org"), "Dromail-Profile", "broken");

    assertThatThrownBy(() -> store.write(List.of(good, broken))).isInstanceOf(SQLException.class);
    assertThat(column("profile")).isEmpty();

    store.write(List.of(good));
    assertThat(column("profile")).containsExactly("default");
  }

  @Test
  void leavesALetterAsItIsThatIsThere() throws Exception {
    Message message = letter(envelope("a", "ada@example.org"));
    store.write(List.of(message));
    run("update dead_letter set state = 'replayed'");

    store.write(List.of(message, letter(envelope("a", "bob@example.org"))));

    assertThat(column("state")).containsExactlyInAnyOrder("replayed", "waiting");
  }

  @Test
  void takesTheFirstOfTwoUnderOneId() throws Exception {
    Message first = letter(envelope("a", "ada@example.org"));
    Object id = first.getMessageProperties().getHeader("Dromail-Letter");

    store.write(List.of(first, letter(envelope("b", "bob@example.org"), "Dromail-Letter", id)));

    assertThat(column("tenant")).containsExactly("a");
  }

  @Test
  void writesAnEmptyBatch() throws Exception {
    store.write(List.of());

    assertThat(column("tenant")).isEmpty();
  }

  @Test
  void cutsOffWhatAColumnHasNoRoomFor() throws Exception {
    String words = "it failed \0 ".repeat(2_000);
    Message message =
        stranger(
            "no job",
            Map.of(
                "Dromail-Cause",
                words,
                "Dromail-Step",
                words,
                "Dromail-Profile",
                words,
                "Dromail-Enhanced-Code",
                words,
                "Dromail-Lane",
                words));

    store.write(List.of(message));

    assertThat(column("cause")).singleElement().asString().hasSize(10_000).doesNotContain("\0");
    assertThat(column("cause_pattern")).singleElement().asString().hasSize(1_000);
    assertThat(column("step")).singleElement().asString().hasSize(64);
    assertThat(column("profile")).singleElement().asString().hasSize(255);
    assertThat(column("enhanced_code")).singleElement().asString().hasSize(20);
    assertThat(column("lane")).singleElement().asString().hasSize(255);
  }

  @Test
  void keepsAddressesThatHaveEverythingInThem() throws Exception {
    String[] to = {"\"a, \\\"b\\\"\"@example.org", "林@example.org"};

    store.write(List.of(letter(envelope("a", to))));

    String json = (String) column("recipients").get(0);
    assertThat(MailJson.mapper().readValue(json, String[].class)).containsExactly(to);
  }

  @Test
  void leavesTheLettersToTheBrokerWithoutADatabase() {
    try (Database away = new Database("none")) {
      assertThatThrownBy(
              () ->
                  new DeadLetterStore(away)
                      .write(List.of(letter(envelope("a", "ada@example.org")))))
          .isInstanceOf(SQLException.class);
    }
  }

  private List<Object> column(String name) throws SQLException {
    return new Sql("select " + name + " from dead_letter")
        .rows(opened.database(), row -> row.getObject(1));
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = opened.database().getConnection()) {
      connection.createStatement().execute(sql);
    }
  }
}
