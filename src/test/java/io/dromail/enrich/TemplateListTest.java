package io.dromail.enrich;

import static io.dromail.testing.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromail.enrich.TemplateList.Entry;
import io.dromail.mail.MailJson;
import io.dromail.mail.Renewal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateListTest {

  @TempDir private Path home;
  private Templates templates;
  private TemplateList list;

  @BeforeEach
  void make() throws IOException {
    Files.createDirectory(home.resolve("edited"));
    templates = new Templates(home.resolve("edited").toString());
    list = new TemplateList(templates);
  }

  @Test
  void tellsWhatIsNeededToFillATemplate() throws IOException {
    write("edited/order/body.html.ftlh", "<p>");
    write("edited/order/body.txt.ftl", "t");
    write("edited/order/subject.ftl", "s");
    write("edited/order/variables.schema.json", "{\"type\": \"object\", \"required\": [\"n\"]}");
    write("edited/order/example.json", "{\"n\": 1}");

    assertThat(list.list().data())
        .containsExactly(
            new Entry(
                "order",
                List.of("subject", "html", "text"),
                json("{'type': 'object', 'required': ['n']}"),
                json("{'n': 1}")));
  }

  @Test
  void saysNothingOfWhatATemplateDoesNotHave() throws IOException {
    write("edited/plain/body.html.ftlh", "<p>");
    write("edited/plain/subject_de.ftl", "only in one language");

    assertThat((Object) MailJson.mapper().valueToTree(list.list()))
        .isEqualTo(json("{'object': 'list', 'data': [{'id': 'plain', 'parts': ['html']}]}"));
  }

  @Test
  void isInOrderAndHasNothingThatAMailCouldNotName() throws IOException {
    write("edited/welcome/body.html.ftlh", "<p>");
    write("edited/alert/body.html.ftlh", "<p>");
    write("edited/Upper/body.html.ftlh", "<p>");
    write("edited/.git/body.html.ftlh", "<p>");
    write("edited/common/frame.ftlh", "<p>");
    write("edited/text-alone/body.txt.ftl", "t");
    write("edited/README.md", "mine");

    assertThat(list.list().data()).extracting(Entry::id).containsExactly("alert", "welcome");
  }

  @Test
  void isEmptyWithoutTemplates() throws IOException {
    assertThat(list.list().data()).isEmpty();
  }

  @Test
  void hasWhatIsInForceAndNotWhatIsBeingEdited() throws Exception {
    write("edited/old/body.html.ftlh", "<p>");
    write("checked/new/body.html.ftlh", "<p>");
    write("checked/new/example.json", "{\"n\": 2}");
    Renewal renewal = templates.renew(home, home.resolve("checked"));
    assertThat(list.list().data()).extracting(Entry::id).containsExactly("old");

    renewal.begin();

    assertThat(list.list().data())
        .containsExactly(new Entry("new", List.of("html"), null, json("{'n': 2}")));
  }

  private void write(String file, String content) throws IOException {
    Files.createDirectories(home.resolve(file).getParent());
    Files.writeString(home.resolve(file), content);
  }
}
