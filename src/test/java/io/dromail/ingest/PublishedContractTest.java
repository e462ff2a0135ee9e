package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link Contract} knows of the file, and the digest that job files are told apart by. */
class PublishedContractTest {

  private final Contract contract;

  PublishedContractTest() throws IOException {
    contract = new Contract();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/emails/7,GET",
    "/v1/emails/7/cancel,POST",
    "/v1/emails/batch,POST",
    "/emails/batch,POST",
    "/v1/templates,GET",
    "/v1/templates/welcome/render,POST",
    "/openapi.yaml,GET",
    "/sandbox/emails,GET",
    "/sandbox/emails/3,GET"
  })
  void knowsTheMethodsOfAPath(String path, String method) {
    assertThat(contract.methods(path)).containsExactly(method);
  }

  @ParameterizedTest
  @CsvSource({"/", "/v1", "/v1/emails/", "/openapiXyaml", "/sandbox/emails/3/4", "/V1/emails"})
  void knowsNoOtherPath(String path) {
    assertThat(contract.methods(path)).isEmpty();
  }

  @Test
  void servesTheFileAsItIs() throws Exception {
    contract.source()[0] = 0;

    assertThat(contract.source())
        .isEqualTo(Files.readAllBytes(Path.of("src/main/resources/openapi.yaml")));
  }

  @Test
  void digestsAFileAsItDigestsItsBytes(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "abc");

    assertThat(Digests.sha256(file)).isEqualTo(Digests.sha256("abc".getBytes()));
    assertThat(Digests.sha256(file)).startsWith(0xba, 0x78, 0x16, 0xbf).hasSize(32);
  }
}
