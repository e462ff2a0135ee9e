package io.dromail.ingest;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobFilesTest {

  private static final String GOOD =
      "{\"from\": \"a@example.com\", \"to\": \"b@example.org\", \"subject\": \"s\", \"text\": \"t\"}";
  private static final String BAD = "{\"from\": \"a@example.com\"}";

  @TempDir private Path inbox;
  private final DefaultCamelContext context = new DefaultCamelContext();

  @Test
  void endInDoneWhenAMailIsAccepted() throws Exception {
    work("{\"emails\": [" + GOOD + "," + BAD + "," + GOOD + "]}");

    assertThat(inbox.resolve("job.json")).doesNotExist();
    assertThat(inbox.resolve("done/job.json")).exists();
    assertThat(Files.readString(inbox.resolve("done/job.accepted.json"))).contains("\"count\":2");
    assertThat(Files.readString(inbox.resolve("done/job.rejected.json")))
        .contains("\"index\":1", "missing_required_field");
    assertThat(inbox.resolve(".progress")).isEmptyDirectory();
  }

  @Test
  void endInRejectedWhenNoneIs() throws Exception {
    work("{\"emails\": [" + BAD + "]}");

    assertThat(inbox.resolve("rejected/job.json")).exists();
    assertThat(inbox.resolve("rejected/job.rejected.json")).exists();
  }

  @Test
  void endInDoneWithoutAnyMail() throws Exception {
    work("{\"emails\": []}");

    assertThat(inbox.resolve("done/job.json")).exists();
  }

  @Test
  void endInRejectedWhenTheyAreNotJson() throws Exception {
    work("nonsense");

    assertThat(Files.readString(inbox.resolve("rejected/job.rejected.json")))
        .contains("invalid_json");
  }

  private void work(String content) throws Exception {
    Path path = Files.writeString(inbox.resolve("job.json"), content);
    JobFiles files = files();
    Exchange poll = new DefaultExchange(context);
    JobFile file = files.open(poll, path.toString());
    while (file.hasNext()) {
      Exchange exchange = new DefaultExchange(context);
      exchange.getMessage().setBody(file.next());
      settle(files, exchange);
      UnitOfWorkHelper.doneSynchronizations(
          exchange, exchange.getExchangeExtension().handoverCompletions());
    }
    files.finish(file);
  }

  private static void settle(JobFiles files, Exchange exchange) throws IOException {
    Refused refused = catchThrowableOfType(Refused.class, () -> files.read(exchange));
    if (refused == null) {
      files.accepted(
          exchange.getVariable("jobEntry", JobEntry.class), sealed(mailWith("'text': 't'")));
    } else {
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, refused);
      files.refused(exchange);
    }
  }

  private JobFiles files() {
    MailRules rules =
        new MailRules(
            new ApiKeys(""), new AttachmentFiles(""), () -> Set.of("transactional"), 25_000_000);
    return new JobFiles(inbox.toString(), 1, new MailReader(rules));
  }
}
