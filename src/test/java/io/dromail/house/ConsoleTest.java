package io.dromail.house;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.dromail.house.Requests.mail;
import static io.dromail.house.Requests.mailTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.dromail.testing.BrokerKind;
import io.dromail.testing.Chromium;
import io.dromail.testing.EditableHome;
import io.dromail.testing.Folders;
import io.dromail.testing.Gateway;
import io.dromail.testing.HttpAnswer;
import io.dromail.testing.RunningHouse;
import io.dromail.testing.Stage;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console as an operator has it, in a browser. Its pictures are in target/screenshots. */
@EnabledIf("io.dromail.testing.Chromium#isThere")
@Timeout(120)
class ConsoleTest {

  private static final String KEY = "a-key-of-the-operators";
  private static final String[] BEARER = {"Authorization", "Bearer " + KEY};
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final List<String> PAGES =
      List.of("", "mails", "dead", "templates", "routes", "send");

  private static final String USABLE =
      """
      [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
        .filter(one => one.checkVisibility() && !one.disabled)\
      """;

  private static EditableHome home;
  private static RunningHouse house;
  private static Chromium chromium;
  private static String address;
  private static String order;

  private Page page;

  @BeforeAll
  static void start() {
    home = EditableHome.in(Folders.temporary("dromail-console"));
    Map<String, String> settings =
        Map.of(
            "dromail.routes.directory",
            home.file("routes").toString(),
            "dromail.templates.directory",
            home.file("templates").toString(),
            "dromail.journal.url",
            "jdbc:h2:file:" + home.file("journal"),
            "dromail.api.keys",
            "*:" + KEY + ",shop:a-key-of-the-shop");
    house = RunningHouse.start(BrokerKind.EMBEDDED, home.folder(), settings);
    address = house.gateway().api("/console").build().uri().toString();
    chromium = Chromium.start();
    house.smtp().at(Stage.RCPT).when("@exmaple.org").always().reply(550, "5.1.2 no such domain");
    house.smtp().at(Stage.RCPT).when("grace@").once().reply(451, "4.7.1 greylisted, come back");
    for (int i = 0; i < 12; i++) {
      accept(mailTo("reader" + i + "@example.org").put("subject", "Your invoice " + (1200 + i)));
    }
    for (String name : List.of("ada", "barbara", "edith")) {
      accept(mailTo(name + "@exmaple.org").put("subject", "Welcome, " + name));
    }
    accept(mailTo("grace@example.org").put("subject", "Password reset"));
    order =
        accept(mail("'tags': [{'name': 'order', 'value': 'EX-1042'}], 'subject': 'Your order'"));
    awaitLetters(3);
    await().atMost(SOON).until(() -> house.smtp().mails().size() >= 14);
  }

  @AfterAll
  static void stop() {
    chromium.close();
    house.close();
    Folders.delete(home.folder());
  }

  @AfterEach
  void closePage() {
    if (page != null) {
      page.context().close();
    }
  }

  @Test
  void everyPageLoadsWithoutAComplaint() {
    open(1280, 800, ColorScheme.LIGHT);
    for (String name : PAGES) {
      show("/" + name);
      // Two samples, so that there are rates to see.
      assertThat(page.locator("#live")).hasText("live");
      picture((name.isEmpty() ? "overview" : name) + "-light");
      assertThat(chromium.faults(page)).as(name).isEmpty();
    }
    show("/mails/" + order);
    picture("mail-light");
    assertThat(chromium.faults(page)).isEmpty();
    show("/dead");
    page.getByRole(AriaRole.LINK).filter(named("Welcome, edith")).click();
    assertThat(page.getByText("Mend and send again")).isVisible();
    picture("letter-light");
    assertThat(chromium.faults(page)).isEmpty();

    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void isReadOnAPhone() {
    open(360, 740, ColorScheme.DARK);
    for (String name : PAGES) {
      show("/" + name);
      assertThat(page.locator("#live")).hasText("live");
      picture((name.isEmpty() ? "overview" : name) + "-phone");
      assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
          .as(name)
          .isLessThanOrEqualTo(360);
      assertThat(chromium.faults(page)).as(name).isEmpty();
    }
    show("/mails/" + order);
    picture("mail-phone");

    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void looksAsGoodInTheDark() {
    open(1280, 800, ColorScheme.DARK);
    for (String name : PAGES) {
      show("/" + name);
      picture((name.isEmpty() ? "overview" : name) + "-dark");
      assertThat(chromium.faults(page)).as(name).isEmpty();
    }

    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(15, 18, 20)");
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void findsAMailByItsRecipientItsTagAndItsId() {
    open(1280, 800, ColorScheme.LIGHT);
    show("/mails");

    search("reader7@example.org");
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page.locator("tbody")).containsText("Your invoice 1207");
    search("order:EX-1042");
    assertThat(page.locator("tbody tr")).hasCount(1);
    search(order);
    assertThat(page.getByRole(AriaRole.HEADING).filter(named("Your order"))).isVisible();
    assertThat(page.locator(".timeline")).containsText("attempt 1");
    assertThat(page.locator(".timeline blockquote").last()).containsText("250");
  }

  @Test
  void showsTheServersWordsAboutEachAttempt() {
    open(1280, 800, ColorScheme.LIGHT);
    show("/mails?q=grace@example.org");

    page.locator("tbody a").click();

    assertThat(page.locator(".timeline")).containsText("451 4.7.1 greylisted, come back");
    assertThat(page.locator(".timeline")).containsText("attempt 2");
    picture("timeline-light");
  }

  @Test
  void mendsADeadLetterAndItArrives() {
    open(1280, 800, ColorScheme.LIGHT);
    accept(mailTo("margaret@exmaple.org").put("subject", "To be mended"));
    awaitLetters(1, "q=margaret");
    show("/dead");

    page.getByRole(AriaRole.LINK).filter(named("To be mended")).click();
    Locator to = page.getByLabel("To", new Page.GetByLabelOptions().setExact(true));
    assertThat(to).hasValue("margaret@exmaple.org");
    to.fill("margaret@example.org");
    page.getByRole(AriaRole.BUTTON).filter(named("Send again")).click();

    assertThat(page.getByText("Sent again, as edited.")).isVisible();
    await()
        .atMost(SOON)
        .until(
            () ->
                house.smtp().mails().stream()
                    .anyMatch(mail -> mail.recipients().contains("margaret@example.org")));
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void countsWhatItSendsAgainAndAsksFirst() {
    open(1280, 800, ColorScheme.LIGHT);
    house.smtp().at(Stage.RCPT).when("@bulk.example").times(2).reply(550, "5.7.1 not today");
    accept(mailTo("one@bulk.example"));
    accept(mailTo("two@bulk.example"));
    awaitLetters(2, "domain=bulk.example");
    show("/dead?domain=bulk.example");

    page.getByText("Send 2 again").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Send 2 mails again?");
    picture("bulk-light");
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).not().isVisible();
    assertThat(page.locator(".bulk")).containsText("Send 2 again");
    page.getByText("Send 2 again").click();
    page.getByRole(AriaRole.DIALOG)
        .getByText("Send 2", new Locator.GetByTextOptions().setExact(true))
        .click();

    assertThat(page.getByText("No letter fits.")).isVisible();
    await()
        .atMost(SOON)
        .until(
            () ->
                house.smtp().mails().stream()
                        .filter(mail -> mail.recipients().get(0).endsWith("@bulk.example"))
                        .count()
                    == 2);
  }

  @Test
  void showsARefusedEditWithItsLineAndGoesBackToAnOlderSet() throws Exception {
    open(1280, 800, ColorScheme.LIGHT);
    show("/routes");
    house.edit(
        () -> home.change("routes/send.camel.yaml", "pattern: \"*\"", "pattern: \"Camel*\""));
    assertThat(page.locator("table").first()).containsText("routes/send.camel.yaml");

    home.change("routes/work.camel.yaml", "direct:sign", "direct:sing");
    assertThat(page.getByText("An edit was refused")).isVisible();
    assertThat(page.locator(".findings"))
        .containsText(Pattern.compile("routes/work\\.camel\\.yaml:1\\d:\\d+.*direct:sing"));
    picture("rejected-light");
    home.change("routes/work.camel.yaml", "direct:sing", "direct:sign");
    assertThat(page.getByText("An edit was refused")).not().isVisible();

    page.getByText("Back to this").first().click();
    assertThat(page.locator(".diff .old")).containsText("pattern: \"Camel*\"");
    assertThat(page.locator(".diff .new")).containsText("pattern: \"*\"");
    picture("rollback-light");
    assertThat(chromium.faults(page)).isEmpty();
    page.getByRole(AriaRole.DIALOG).getByText(Pattern.compile("^Back to \\d+$")).click();
    assertThat(page.locator("table").first())
        .containsText("back to", new ContainsTextOptions().setTimeout(SOON.toMillis()));
    assertThat(page.getByText("Written: routes/send.camel.yaml")).isVisible();
    picture("rolled-back-light");
    assertThat(home.text("routes/send.camel.yaml")).contains("pattern: \"*\"");
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void drawsTheFlowThatRuns() {
    open(1280, 800, ColorScheme.LIGHT);
    show("/routes");

    for (String route : List.of("accept", "transactional", "bulk", "throttle", "send", "retry")) {
      assertThat(page.locator("[data-node='" + route + "']")).isVisible();
    }
    page.locator("[data-node='send']").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator(".route")).containsText("send.camel.yaml");
    assertThat(page.locator("[data-node='sandbox-page']")).hasCount(0);
  }

  @Test
  void showsATemplateAsItsReaderSeesIt() {
    open(1280, 800, ColorScheme.LIGHT);
    show("/templates/welcome");

    page.getByLabel("JSON").fill("{\"username\": \"Ada\", \"link\": \"https://example.com\"}");
    assertThat(mailFrame().locator("body")).containsText("Ada");
    page.getByText("Phone", exactly()).click();
    assertThat((Double) page.locator(".stage iframe").boundingBox().width).isEqualTo(360);
    picture("template-phone-light");
    page.getByLabel("JSON").fill("{}");
    assertThat(page.locator(".notice.bad")).containsText("variables.username");
  }

  @Test
  void letsNothingInAMailRun() {
    open(1280, 800, ColorScheme.LIGHT);
    show("/send");
    page.getByLabel("From").fill("shop@example.com");
    page.getByLabel("To").fill("ada@example.org");
    page.getByLabel("HTML")
        .fill(
            "<p id=x style='color: rgb(1, 2, 3)' onclick='top.bad = 1'>Hi</p><script>top.bad ="
                + " 1</script><img src=x onerror='top.bad = 1'><form action='/'><button>b</form>");
    page.getByText("See it first", exactly()).click();

    Locator text = mailFrame().locator("#x");
    assertThat(text).hasCSS("color", "rgb(1, 2, 3)");
    text.click();
    assertThat(page.evaluate("top.bad === undefined")).isEqualTo(true);
    assertThat(chromium.complaints())
        .isNotEmpty()
        .allMatch(told -> told.matches("(?s).*(blocked|Blocked script execution|csp: ).*"));
  }

  @Test
  void sendsATestMail() {
    open(1280, 800, ColorScheme.LIGHT);
    show("/send");
    page.getByLabel("From").fill("shop@example.com");
    page.getByLabel("To").fill("test@example.org");
    page.getByRole(AriaRole.BUTTON).filter(named("Send")).click();
    page.getByText("See what becomes of it").click();

    assertThat(page.getByRole(AriaRole.HEADING).filter(named("A test from the console")))
        .isVisible();
    await()
        .atMost(SOON)
        .until(
            () ->
                house.smtp().mails().stream()
                    .anyMatch(mail -> mail.recipients().contains("test@example.org")));
  }

  @Test
  void asksForAKeyAndKeepsItInTheTab() {
    page = chromium.open(1280, 800, ColorScheme.LIGHT);
    page.navigate(address);
    Locator key = page.getByLabel("API key");
    key.fill("a-wrong-key");
    page.keyboard().press("Enter");
    assertThat(page.locator("#key-why")).containsText("no such API key");
    key.fill(KEY);
    page.keyboard().press("Enter");

    assertThat(page.getByRole(AriaRole.DIALOG)).not().isVisible();
    assertThat(page.locator(".tile").first()).containsText("Accepted");
    assertThat(page.evaluate("localStorage.length + document.cookie.length")).isEqualTo(0);
  }

  @Test
  void letsNobodyButOperatorsRollBackOrSeeWhatThatWouldChange() {
    Gateway gateway = house.gateway();
    String[] shop = {"Authorization", "Bearer a-key-of-the-shop"};
    HttpRequest diff = gateway.api("/v1/routes/history/1/diff").header(shop[0], shop[1]).build();

    for (HttpRequest request :
        List.of(gateway.to("/v1/routes/history/1/rollback", "{}", shop), diff)) {
      HttpAnswer answer = gateway.call(request);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text("name")).isEqualTo("not_an_operator");
    }
  }

  @Test
  void knowsNoDifferenceToWhatNeverWas() {
    HttpAnswer answer =
        house
            .gateway()
            .call(
                house
                    .gateway()
                    .api("/v1/routes/history/4711/diff")
                    .header(BEARER[0], BEARER[1])
                    .build());

    assertThat(answer.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/overview, Overview",
    "/v1/routes, Routes",
    "/v1/routes/history, RouteHistory",
    "/v1/routes/history/1/diff, RouteDifference"
  })
  void answersAsTheContractHasIt(String path, String schema) {
    HttpAnswer answer =
        house.gateway().call(house.gateway().api(path).header(BEARER[0], BEARER[1]).build());

    var errors =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(
                SchemaLocation.of("classpath:openapi.yaml#/components/schemas/" + schema),
                SchemaValidatorsConfig.builder().build())
            .validate(answer.json());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(errors).isEmpty();
  }

  @Test
  void servesItsFilesUnderAPolicyThatAllowsNothingElse() {
    HttpAnswer answer = house.gateway().call(house.gateway().api("/console").build());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
    assertThat(answer.header("Cache-Control")).contains("no-cache");
    for (String none : List.of("none.js", "..%2fopenapi.yaml", "app.JS", "package-info.class")) {
      HttpAnswer missing = house.gateway().call(house.gateway().api("/console/" + none).build());
      assertThat(missing.status()).as(none).isEqualTo(404);
    }
  }

  @Test
  void isUsedByKeyboardAlone() {
    open(1280, 800, ColorScheme.LIGHT);
    show("/");
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
    page.getByRole(AriaRole.LINK).filter(named("Mails")).focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
    assertThat(page.getByRole(AriaRole.HEADING).filter(named("Mails"))).isVisible();
  }

  @Test
  void reachesAllThatCanBeDoneByTab() {
    open(1280, 800, ColorScheme.LIGHT);
    for (String name : List.of("mails", "dead", "templates", "send")) {
      show("/" + name);
      page.evaluate("window.left = new Set(" + USABLE + ")");
      int all = (Integer) page.evaluate("left.size");
      // A mail's frame has stops of its own, and so has the way round from the last to the first.
      for (int i = 0; i < all + 10; i++) {
        page.keyboard().press("Tab");
        page.evaluate("left.delete(document.activeElement)");
      }

      assertThat((List<?>) page.evaluate("[...left].map(one => one.outerHTML)")).as(name).isEmpty();
    }
  }

  private void open(int width, int height, ColorScheme colors) {
    chromium.complaints();
    page = chromium.open(width, height, colors);
    page.addInitScript("if (window === top) sessionStorage.setItem('dromail.key', '" + KEY + "')");
  }

  private void show(String place) {
    page.navigate(address + "#" + place);
    String name = place.equals("/") ? "overview" : place.substring(1).replaceFirst("[/?].*", "");
    page.locator(".page." + name + "[data-ready]").waitFor();
  }

  private void search(String text) {
    page.getByLabel("Search").fill(text);
    page.keyboard().press("Enter");
    page.locator(".page[data-ready]").waitFor();
  }

  private FrameLocator mailFrame() {
    return page.frameLocator(".stage iframe").frameLocator("iframe");
  }

  private void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  private static Locator.FilterOptions named(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static String accept(ObjectNode mail) {
    HttpAnswer answer = house.gateway().post(mail, BEARER);
    assertThat(answer.status()).isEqualTo(202);
    return answer.text("id");
  }

  private static void awaitLetters(int count, String... filter) {
    String path = "/v1/dead-letters?" + String.join("&", filter);
    await()
        .atMost(SOON)
        .until(
            () ->
                house
                        .gateway()
                        .call(house.gateway().api(path).header(BEARER[0], BEARER[1]).build())
                        .json()
                        .path("data")
                        .size()
                    >= count);
  }
}
