package io.dromail.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFromHtmlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain                                             | plain
          <p>one</p><p>two</p>                              | one¶¶two
          <p>one<br>two</p>                                 | one¶two
          <div>one</div><div>two</div>                      | one¶two
          <div><div><div>one</div></div></div>two           | one¶two
          <h1>Title</h1>text                                | Title¶¶text
          <p>a</p>   <p></p>  <p> </p><p>b</p>              | a¶¶b
          a<br><br><br><br>b                                | a¶b
          <p>  many     spaces  </p>                        | many spaces
          a <b>bold</b> and <i>italic</i> word              | a bold and italic word
          half<b>word</b>s                                  | halfwords
          <span>a</span> <span>b</span>                     | a b
          a&nbsp;&nbsp;b                                    | a b
          &lt;b&gt; &amp; &euro; &#8364; &eacute;           | <b> & € € é
          &quot;a&#39;s&quot; &amp;lt; &unknown; & &amp     | "a's" &lt; &unknown; & &
          <a title="a > b" href=x>here</a>                  | here (x)
          <p title='it is hidden' class="none">shown</p>    | shown
          <p HIDDEN>pre</p>a                                | a
          soft&shy;hyphen zero&#8203;width                  | softhyphen zerowidth
          <ul><li>one</li><li>two</li></ul>                 | - one¶- two
          a<ul><li>one</li></ul>b                           | a¶¶- one¶¶b
          <ol><li>one</li><li>two</li></ol>                 | - one¶- two
          <ul><li>a<ul><li>b</li></ul></li></ul>            | - a¶¶- b
          <a href="https://a.example/x">here</a>            | here (https://a.example/x)
          <a href="https://a.example">https://a.example</a> | https://a.example
          <a href="#top">up</a>                             | up
          <a>no address</a>                                 | no address
          <a href="x"><b>deep</b></a>.                      | deep (x).
          <a href="https://a.example"><img alt="Logo"></a>  | [Logo] (https://a.example)
          <img src="x" alt="A picture">                     | [A picture]
          <img src="x" alt=""><img src="y">text             | text
          <table><tr><td>a</td><td>b</td></tr></table>      | a b
          <table><tr><th>a</th><td>b</td></tr><tr><td>c</td><td>d</td></tr></table> | a b¶c d
          <table><tr><td><table><tr><td>in</td></tr></table></td><td>out</td></tr></table> | in¶¶out
          <table><tr><td></td><td>b</td></tr></table>       | b
          a<script>var x = '<p>';</script>b                 | ab
          <style>p { color: red }</style>a                  | a
          <head><title>T</title><meta></head><body>a</body> | a
          <!-- hidden -->a<!--[if mso]>m<![endif]-->b       | ab
          <template><p>t</p></template>a                    | a
          <div style="display:none">pre</div>a              | a
          <div style="color:red; display : none;">pre</div>a | a
          <div style="DISPLAY:NONE">pre</div>a              | a
          <div hidden>pre</div>a                            | a
          <p>unclosed<p>two                                 | unclosed¶¶two
          <b>a</p></i>b                                     | a¶¶b
          <blockquote>quoted</blockquote>mine               | quoted¶¶mine
          a<hr>b                                            | a¶¶b
          <p>您好，<br>林晓雨</p>                            | 您好，¶林晓雨
          <p>مرحبا</p>                                      | مرحبا
          می&zwnj;خواهم                                     | می‌خواهم
          😀&#128512;                                       | 😀😀
          """)
  void printsWhatIsShown(String html, String text) {
    assertThat(TextFromHtml.convert(html)).isEqualTo(text.replace('¶', '\n') + "\n");
  }

  @Test
  void printsNothingButALineEndForNothing() {
    assertThat(TextFromHtml.convert("")).isEqualTo("\n");
    assertThat(TextFromHtml.convert("<style>a</style>")).isEqualTo("\n");
  }

  @Test
  void endsForAnyHtml() {
    String deep = "<div>".repeat(20_000) + "x";
    String wide = "<a href='y'>x</a>".repeat(50_000);

    assertTimeout(Duration.ofSeconds(20), () -> TextFromHtml.convert(deep));
    assertTimeout(Duration.ofSeconds(20), () -> TextFromHtml.convert(wide));
  }
}
