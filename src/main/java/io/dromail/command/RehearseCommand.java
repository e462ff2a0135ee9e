package io.dromail.command;

import io.dromail.ingest.HttpDoor;
import io.dromail.sandbox.Mailbox;
import io.dromail.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.apache.camel.support.CamelContextHelper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code dromail rehearse}: starts everything in a temporary folder, sends mails through, and
 * stops. The build runs it once to record the class archive with which later starts take half the
 * time.
 */
@Command(
    name = "rehearse",
    description = "Starts, sends itself mails, and stops.",
    mixinStandardHelpOptions = true,
    hidden = true)
final class RehearseCommand implements Callable<Integer> {

  private static final String MAIL =
      """
      {"from": "rehearsal@example.com", "to": "rehearsal@example.org", "template": {"id": "welcome",
       "variables": {"username": "Ada", "link": "https://example.com"}}}
      """;

  @Option(names = "--mails", defaultValue = "1", description = "How many.")
  private int mails;

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getProperty("dromail.home", ".")).toAbsolutePath().normalize();
    Path scratch = Files.createTempDirectory("dromail-rehearsal");
    Main main = House.of(Settings.load(home, Map.of(), settings(scratch)));
    try {
      main.start();
      HttpDoor door = CamelContextHelper.findSingleByType(main.getCamelContext(), HttpDoor.class);
      URI uri = URI.create("http://127.0.0.1:" + door.getPort() + "/v1/emails");
      HttpClient client = HttpClient.newHttpClient();
      for (int i = 0; i < mails; i++) {
        HttpResponse<String> answer =
            client.send(request(uri), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
          System.out.println(answer.body());
          return 1;
        }
      }
      boolean arrived = arrive(main);
      System.out.println(arrived ? "The rehearsal went well." : "The mails did not arrive.");
      return arrived ? 0 : 1;
    } finally {
      main.stop();
      delete(scratch);
    }
  }

  private Map<String, String> settings(Path scratch) {
    Map<String, String> settings = new HashMap<>();
    settings.put("dromail.profile", "test");
    settings.put("dromail.sandbox.keep", String.valueOf(mails));
    settings.put("dromail.sandbox.port", "0");
    settings.put("dromail.data.directory", scratch.resolve("data").toString());
    settings.put("dromail.inbox.directory", scratch.resolve("inbox").toString());
    return settings;
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(30))
        .POST(HttpRequest.BodyPublishers.ofString(MAIL))
        .build();
  }

  private boolean arrive(Main main) throws InterruptedException {
    Mailbox mailbox = CamelContextHelper.findSingleByType(main.getCamelContext(), Mailbox.class);
    long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (mailbox.size() < mails && System.nanoTime() < patience) {
      Thread.sleep(50);
    }
    return mailbox.size() >= mails;
  }

  private static void delete(Path folder) throws java.io.IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(folder)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
