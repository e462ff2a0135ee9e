package io.dromail.enrich;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lists the templates for whoever wants to choose one and fill it. Thread-safe. */
public final class TemplateList {

  private final Templates templates;

  /** Over a folder of templates. */
  public TemplateList(Templates templates) {
    this.templates = templates;
  }

  /** All of them, by name. */
  public Page list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    TemplateRoot root = templates.root();
    for (String id : root.names()) {
      TemplateRoot.Known known = root.find(id);
      List<String> parts = new ArrayList<>();
      if (known.file("subject.ftl", null) != null) {
        parts.add("subject");
      }
      parts.add("html");
      if (known.file("body.txt.ftl", null) != null) {
        parts.add("text");
      }
      entries.add(
          new Entry(
              id, parts, root.json(id, "variables.schema.json"), root.json(id, "example.json")));
    }
    return new Page("list", entries);
  }

  /** What the API answers. */
  public record Page(String object, List<Entry> data) {}

  /**
   * A template.
   *
   * @param parts of {@code subject}, {@code html} and {@code text}
   * @param variables the JSON Schema of its variables, or null
   * @param example of its variables, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(String id, List<String> parts, JsonNode variables, JsonNode example) {}
}
