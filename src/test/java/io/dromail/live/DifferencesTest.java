package io.dromail.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  @Test
  void showsLinesThatChanged() {
    assertThat(diff(set("routes/a.yaml", "one\ntwo\n"), set("routes/a.yaml", "one\nthree\n")))
        .isEqualTo(
            """
            --- a/routes/a.yaml
            +++ b/routes/a.yaml
            @@ -1,2 +1,2 @@
             one
            -two
            +three""");
  }

  @Test
  void showsFilesThatAreNewOrGone() {
    assertThat(diff(set("routes/a.yaml", "one\n"), set("routes/b.yaml", "two\n")))
        .isEqualTo(
            """
            --- a/routes/a.yaml
            +++ /dev/null
            @@ -1,1 +0,0 @@
            -one
            --- /dev/null
            +++ b/routes/b.yaml
            @@ -0,0 +1,1 @@
            +two""");
  }

  @Test
  void showsThatLineEndIsMissing() {
    assertThat(diff(set("routes/a.yaml", "one\n"), set("routes/a.yaml", "one")))
        .endsWith("-one\n+one\n\\ No newline at end of file");
  }

  @Test
  void namesFilesThatAreNoText() {
    assertThat(diff(set("templates/logo.png", "a"), set("templates/logo.png", "\0")))
        .isEqualTo("Binary files a/templates/logo.png and b/templates/logo.png differ");
  }

  @Test
  void showsNothingIfNothingChanged() {
    assertThat(diff(set("routes/a.yaml", "one\n"), set("routes/a.yaml", "one\n"))).isEmpty();
  }

  private static String diff(RouteSet before, RouteSet now) {
    return String.join("\n", Differences.between(before, now));
  }

  private static RouteSet set(String name, String text) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put(name, text.getBytes(StandardCharsets.UTF_8));
    return new RouteSet(files);
  }
}
