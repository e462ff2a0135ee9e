package io.dromail.ingest;

import static io.dromail.testing.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.mail.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsTest {

  @TempDir private Path inbox;

  @Test
  void liesBesideTheFileThatItIsFor() throws Exception {
    Path job = job("Bestellung \"1\".json");
    Progress progress = progress(job);
    progress.refuse(1, Refused.field("invalid_recipient", "to[0]", "is not an address"));
    progress.accept(0, "id-0");
    progress.accept(2, "id-2");

    Path target = receipts().write(job, progress);

    assertThat(job).doesNotExist();
    assertThat(target).isEqualTo(done("Bestellung \"1\".json")).exists();
    assertThat(json(Files.readString(done("Bestellung \"1\".accepted.json"))))
        .isEqualTo(
            json(
                """
                {'file': 'Bestellung \\"1\\".json', 'count': 2,
                 'accepted': [{'index': 0, 'id': 'id-0'}, {'index': 2, 'id': 'id-2'}]}
                """));
    assertThat(json(Files.readString(done("Bestellung \"1\".rejected.json"))))
        .isEqualTo(
            json(
                """
                {'file': 'Bestellung \\"1\\".json', 'count': 1, 'rejected': [
                  {'index': 1, 'statusCode': 422, 'name': 'invalid_recipient',
                   'message': 'to[0]: is not an address',
                   'details': [{'field': 'to[0]', 'reason': 'is not an address'}]}]}
                """));
  }

  @Test
  void keepsNoReceiptOfNothing() throws Exception {
    Path job = job("job.json");

    receipts().write(job, progress(job));

    assertThat(inbox.resolve("done")).isDirectoryContaining("glob:**/job.json");
    assertThat(inbox.resolve("done")).isDirectoryNotContaining("glob:**/*ed.json");
  }

  @Test
  void keepsANamesake() throws Exception {
    for (int i = 0; i < 3; i++) {
      Path job = job("job.json");
      Progress progress = progress(job);
      progress.accept(0, "id-" + i);
      receipts().write(job, progress);
      progress.delete();
    }

    assertThat(done("job.json")).exists();
    assertThat(done("job-2.json")).exists();
    assertThat(Files.readString(done("job.accepted.json"))).contains("id-0");
    assertThat(Files.readString(done("job-2.accepted.json"))).contains("id-1");
    assertThat(Files.readString(done("job-3.accepted.json"))).contains("id-2");
  }

  @Test
  void writesTheReceiptsAnewAfterACrashBeforeTheMove() throws Exception {
    Files.createDirectories(inbox.resolve("done"));
    Files.writeString(done("job.accepted.json"), "from before the crash");
    Path job = job("job.json");
    Progress progress = progress(job);
    progress.accept(0, "id-0");

    receipts().write(job, progress);

    assertThat(Files.readString(done("job.accepted.json"))).contains("id-0");
    assertThat(inbox.resolve("done")).isDirectoryNotContaining("glob:**/*.part");
  }

  private Path done(String name) {
    return inbox.resolve("done").resolve(name);
  }

  private Receipts receipts() {
    return new Receipts(inbox.resolve("done"));
  }

  private Path job(String name) throws IOException {
    return Files.writeString(inbox.resolve(name), "{}");
  }

  private Progress progress(Path job) throws IOException {
    return Progress.of(job, Digests.sha256(job), inbox.resolve(".progress"));
  }
}
