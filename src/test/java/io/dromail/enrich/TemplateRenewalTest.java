package io.dromail.enrich;

import static io.dromail.testing.Samples.mailWith;
import static io.dromail.testing.Samples.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import freemarker.template.Configuration;
import io.dromail.mail.Envelope;
import io.dromail.mail.Mail;
import io.dromail.mail.Renewal;
import io.dromail.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.freemarker.FreemarkerComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Templates that are replaced as a whole, seen through camel-freemarker as a mail sees them. */
@Timeout(60)
class TemplateRenewalTest {

  private static final Mail MAIL = mailWith("'template': {'id': 'order', 'variables': {'n': 1}}");

  @TempDir private Path home;
  private Path edited;
  private Templates templates;
  private DefaultCamelContext context;
  private volatile Runnable midway = () -> {};

  @BeforeEach
  void start() throws Exception {
    edited = root("edited");
    templates = new Templates(edited.toString());
    Configuration configuration = TemplateConfiguration.over(templates);
    context = new DefaultCamelContext();
    FreemarkerComponent freemarker = new FreemarkerComponent();
    freemarker.setConfiguration(configuration);
    freemarker.setAllowTemplateFromHeader(true);
    context.addComponent("freemarker", freemarker);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() throws IOException {
            from("direct:render")
                .process(e -> templates.open(e, e.getVariable("envelope", Envelope.class)))
                .toD()
                .uri("freemarker:${variable.htmlFile}")
                .variableReceive("html")
                .process(e -> midway.run())
                .toD()
                .uri("freemarker:${variable.textFile}")
                .variableReceive("text")
                .setBody(
                    e -> e.getVariable("html", String.class) + e.getVariable("text", String.class));
          }
        });
    context.start();
  }

  @AfterEach
  void stop() throws IOException {
    context.close();
  }

  @Test
  void showsTheNewRootFromItsBeginOnAndTheOldOneAgainAfterAWayBack() throws Exception {
    assertThat(render()).isEqualTo("edited edited edited");

    Renewal renewal = templates.renew(home, root("one"));
    assertThat(render()).isEqualTo("edited edited edited");
    renewal.begin();
    assertThat(render()).isEqualTo("one one one");
    renewal.back();
    assertThat(render()).isEqualTo("edited edited edited");
  }

  @Test
  void readsNothingMoreFromTheFolderThatIsEdited() throws Exception {
    renew("one");
    write(edited, "order/body.html.ftlh", "<#if half");
    write(edited, "new/body.html.ftlh", "<p>");

    assertThat(render()).isEqualTo("one one one");
    assertThat(templates.find("new")).isNull();
  }

  @Test
  void aMailKeepsTheRootThatItWasOpenedIn() throws Exception {
    renew("one");
    Path two = root("two");
    Files.delete(two.resolve("order/body.txt.ftl"));
    Renewal renewal = templates.renew(home, two);
    midway = renewal::begin;

    assertThat(render()).isEqualTo("one one one");

    midway = () -> {};
    write(two, "order/body.txt.ftl", "${n}");
    assertThat(templates.find("order").file("body.txt.ftl", null)).isNull();
  }

  @Test
  void refusesARootInWhichSomethingIsBroken() throws Exception {
    Path broken = root("broken");
    write(broken, "common/more.ftlh", "<p>\n${n");
    Path schema = root("schema");
    write(schema, "order/variables.schema.json", "{\n  nonsense");

    BadTemplate bad = catchThrowableOfType(BadTemplate.class, () -> templates.renew(home, broken));
    assertThat(bad).hasMessageStartingWith("common/more.ftlh:2:");
    assertThat(bad.file()).isEqualTo("common/more.ftlh");
    assertThat(bad.line()).isEqualTo(2);
    assertThat(bad.column()).isPositive();
    bad = catchThrowableOfType(BadTemplate.class, () -> templates.renew(home, schema));
    assertThat(bad).hasMessageStartingWith("order/variables.schema.json:2:");
    assertThat(render()).isEqualTo("edited edited edited");
  }

  @Test
  void neverMixesTwoRootsWhileMailsAreRendered() throws Exception {
    AtomicBoolean go = new AtomicBoolean(true);
    AtomicInteger mixed = new AtomicInteger();
    AtomicInteger rendered = new AtomicInteger();
    Thread mails =
        new Thread(
            () -> {
              while (go.get()) {
                String[] parts = render().split(" ");
                rendered.incrementAndGet();
                if (!parts[0].equals(parts[1]) || !parts[1].equals(parts[2])) {
                  mixed.incrementAndGet();
                }
              }
            });
    mails.start();
    render();
    int endpoints = context.getEndpoints().size();

    for (int i = 0; i < 200; i++) {
      renew("root" + i);
    }
    go.set(false);
    mails.join();

    assertThat(mixed).hasValue(0);
    assertThat(rendered.get()).isPositive();
    assertThat(render()).isEqualTo("root199 root199 root199");
    assertThat(context.getEndpoints()).hasSize(endpoints);
  }

  @Test
  void rendersAlthoughTheCheckedFilesAreGone() throws Exception {
    Path one = root("one");
    Renewal renewal = templates.renew(home, one);
    renewal.begin();
    renewal.end();
    Folders.delete(one);

    assertThatCode(this::render).doesNotThrowAnyException();
  }

  private String render() {
    Exchange answer =
        context
            .createProducerTemplate()
            .request("direct:render", e -> e.setVariable("envelope", sealed(MAIL)));
    if (answer.getException() != null) {
      throw new IllegalStateException(answer.getException());
    }
    return answer.getMessage().getBody(String.class);
  }

  private void renew(String name) throws Exception {
    Renewal renewal = templates.renew(home, root(name));
    renewal.begin();
    renewal.end();
  }

  private Path root(String name) throws IOException {
    Path root = home.resolve(name);
    write(root, "common/head.ftlh", name + " ");
    write(root, "order/body.html.ftlh", "<#include \"/common/head.ftlh\">" + name + " ");
    write(root, "order/body.txt.ftl", name);
    return root;
  }

  private static void write(Path root, String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
