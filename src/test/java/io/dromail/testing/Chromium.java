package io.dromail.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Debian's Chromium, which keeps what its pages complain of: errors, broken policies, answers that
 * didn't come. For one thread.
 */
public final class Chromium implements AutoCloseable {

  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_CHROMIUM";
  private static final String CHROMIUM = "/usr/bin/chromium";
  private static final double AT_MOST_MS = 15_000;
  private static final String AXE = axe();
  private static final String ASK_AXE =
      """
      async () => (await axe.run(document, {resultTypes: ['violations'], iframes: false}))
        .violations.flatMap(rule => rule.nodes.map(
          node => `${rule.id}: ${node.target} ${node.failureSummary.replaceAll('\\n', ' ')}`))
      """;

  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Browser browser =
      playwright
          .chromium()
          .launch(
              new LaunchOptions()
                  .setExecutablePath(Path.of(CHROMIUM))
                  // Root has no sandbox, and a container little shared memory.
                  .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  private final List<String> complaints = new ArrayList<>();

  /** Starts it. */
  public static Chromium start() {
    return new Chromium();
  }

  /**
   * Whether it can be run; if not, says so on the console.
   *
   * @throws IllegalStateException if it has to be there
   */
  public static boolean isThere() {
    return DebianPackage.isThere("Chromium", false, REQUIRED, CHROMIUM);
  }

  /** A window of a size, with nothing remembered. */
  public Page open(int width, int height, ColorScheme colors) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(colors)
                .setLocale("en-GB"));
    context.setDefaultTimeout(AT_MOST_MS);
    Page page = context.newPage();
    page.onConsoleMessage(this::note);
    page.onPageError(error -> complaints.add("error: " + error));
    page.onRequestFailed(request -> complaints.add(request.failure() + ": " + request.url()));
    return page;
  }

  /**
   * What axe-core finds wrong with a page for people who see, hear or move otherwise: WCAG 2.1, A
   * and AA, and its own best practices. Each with the elements.
   */
  public List<String> faults(Page page) {
    if (page.evaluate("typeof axe").equals("undefined")) {
      // A policy that lets no other script in doesn't concern what the browser's own tools
      // evaluate.
      page.evaluate(AXE);
    }
    return ((List<?>) page.evaluate(ASK_AXE)).stream().map(String::valueOf).toList();
  }

  private static String axe() {
    try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(ConsoleMessage message) {
    if (message.type().equals("error") || message.type().equals("warning")) {
      complaints.add(message.type() + ": " + message.text());
    }
  }

  /** What the pages have complained of since this was last asked. */
  public List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
