package io.dromail.enrich;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import freemarker.template.Configuration;
import io.dromail.mail.PermanentFailure;
import io.dromail.mail.Refused;
import io.dromail.mail.Refused.Detail;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateErrorsTest {

  private static final Map<String, Object> MODEL =
      Map.of("name", "Ada", "order", Map.of("id", "EX-1"));

  @TempDir private Path folder;
  private final TemplateErrors errors = new TemplateErrors();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private Configuration configuration;

  @BeforeEach
  void request() throws IOException {
    configuration = TemplateConfiguration.of(folder.toString());
    exchange.setVariable("door", "http");
    exchange.setVariable(
        "envelope", sealed(mailWith("'template': {'id': 'order', 'variables': {}}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ${customer.name}     | template.variables.customer    | is missing: order/body.html.ftlh, line 2
          ${order.total}       | template.variables.order.total | is missing: order/body.html.ftlh, line 2
          ${order.lines[0].id} | template.variables.order.lines | is missing: order/body.html.ftlh, line 2
          ${größe}             | template.variables.größe       | is missing: order/body.html.ftlh, line 2
          ${姓名}              | template.variables.姓名        | is missing: order/body.html.ftlh, line 2
          ${order.größe}       | template.variables.order.größe | is missing: order/body.html.ftlh, line 2
          """)
  void nameTheVariableThatIsMissing(String source, String field, String reason) throws Exception {
    Refused refused = refused("one\n" + source);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.name()).isEqualTo("template_error");
    assertThat(refused.details()).containsExactly(new Detail(field, reason));
    assertThat(refused)
        .hasMessage(
            "template order: " + field.replaceFirst("template.variables.", "") + " " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <#if name         | Unexpected end of file
          <#nonsense>       | Unknown directive: #nonsense
          <p>${name}</#if>  | Encountered "</#if>"
          """)
  void blameTheTemplateForWhatIsNoTemplate(String source, String words) throws Exception {
    Refused refused = refused("one\n" + source);

    assertThat(refused.name()).isEqualTo("template_error");
    assertThat(refused.details()).extracting(Detail::field).containsExactly("template");
    assertThat(refused.details().get(0).reason())
        .containsIgnoringCase(words)
        .endsWith(": order/body.html.ftlh, line 2")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ${/}           | Encountered "/"
          <#list x as >  | Encountered ">"
          <p></#if>      | Encountered "</#if>"
          ${name?shout}  | Unknown built-in: "shout"
          <#nonsense>    | Unknown directive: #nonsense
          <#macro>       | #macro is an existing directive, but the tag is malformed
          <#if name>     | Unexpected end of file reached. You have an unclosed #if
          """)
  void sayWholeSentencesWithoutHints(String source, String reason) throws Exception {
    assertThat(refused(source).details())
        .containsExactly(new Detail("template", reason + ": order/body.html.ftlh, line 1"));
  }

  @Test
  void blameTheTemplateForAnExpressionThatIsNoVariable() throws Exception {
    Refused refused = refused("${(order.total)?upper_case} ${name?number}");

    assertThat(refused.details()).extracting(Detail::field).containsExactly("template");
    assertThat(refused.getMessage())
        .endsWith(": order/body.html.ftlh, line 1")
        .doesNotContain("\n", "Tip", "FTL stack trace", "----");
  }

  @Test
  void sayWhichFileATemplateIncludesThatIsNotThere() throws Exception {
    Refused refused = refused("<#include \"/common/head.ftlh\">");

    assertThat(refused.name()).isEqualTo("template_error");
    assertThat(refused.details().get(0).field()).isEqualTo("template");
    assertThat(refused.getMessage()).contains("common/head.ftlh").doesNotContain("\n");
  }

  @Test
  void sayItWhereTheRequestHasItsVariables() throws Exception {
    exchange.setVariable("variablesAt", "variables");

    assertThat(refused("${customer}").details().get(0).field()).isEqualTo("variables.customer");
    assertThat(refused("<#if").details().get(0).field()).isEmpty();
  }

  @Test
  void tellThatATemplateHasGone() {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new UnknownTemplate("order"));

    errors.refuse(exchange);

    Refused refused = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Refused.class);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.name()).isEqualTo("unknown_template");
    assertThat(refused.details())
        .containsExactly(new Detail("template.id", "there is no template order"));
  }

  @Test
  void tellThatATemplateHasGoneThatThePathNames() {
    exchange.setVariable("variablesAt", "variables");
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new UnknownTemplate("order"));

    errors.refuse(exchange);

    Refused refused = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Refused.class);
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.name()).isEqualTo("not_found");
    assertThat(refused).hasMessage("There is no template order.");
  }

  @Test
  void areSeenHoweverDeepTheyAre() throws Exception {
    Exception thrown = thrown("${customer}");
    exchange.setException(new CamelExecutionException("no", exchange, new IOException(thrown)));

    assertThat(errors.isOne(exchange)).isTrue();
    exchange.setVariable("door", "smtp");
    assertThat(errors.isOne(exchange)).as("nobody waits for an answer").isFalse();
    exchange.removeVariable("door");
    assertThat(errors.isOne(exchange)).as("a mail in a lane fails for good").isFalse();
  }

  @Test
  void areNoOtherErrors() {
    assertThat(errors.isOne(exchange)).as("nothing was thrown").isFalse();
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new PermanentFailure("no", null));
    assertThat(errors.isOne(exchange)).isFalse();
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("the disk is full"));
    assertThat(errors.isOne(exchange)).isFalse();
  }

  private Refused refused(String source) throws IOException {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown(source));
    assertThat(errors.isOne(exchange)).isTrue();
    errors.refuse(exchange);
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Refused.class);
  }

  /** What rendering a template throws. */
  private Exception thrown(String source) throws IOException {
    Path file = folder.resolve("order/body.html.ftlh");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    configuration.clearTemplateCache();
    return catchException(
        () -> configuration.getTemplate("order/body.html.ftlh").process(MODEL, new StringWriter()));
  }
}
