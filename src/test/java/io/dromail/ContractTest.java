package io.dromail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds openapi.yaml, the routes and the code together. */
class ContractTest {

  private static final JsonNode CONTRACT =
      RouteFiles.read(Path.of("src/main/resources/openapi.yaml"));
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
  private static final Pattern ERROR_NAME =
      Pattern.compile(
          "\"((?:invalid|misdirected|cross|missing|unknown|already|unreadable|not|method|message|queue|internal|rate|template|sender|unsupported|journal)_[a-z_]+)\"");

  @Test
  void everyPathHasARouteAndEveryRouteAPath() {
    Set<String> published = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : CONTRACT.path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> {
                if (METHODS.contains(method)) {
                  published.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
              });
    }
    Set<String> served = new TreeSet<>();
    for (Path file : RouteFiles.all()) {
      for (JsonNode from : RouteFiles.values(RouteFiles.read(file), "from")) {
        String uri = from.path("uri").asText();
        if (uri.startsWith("platform-http:")) {
          String methods = from.path("parameters").path("httpMethodRestrict").asText();
          for (String method : methods.split(",")) {
            served.add(method + " " + uri.substring("platform-http:".length()));
          }
        }
      }
    }

    assertThat(served).isEqualTo(published);
  }

  static Stream<Arguments> examples() {
    List<Arguments> examples = new ArrayList<>();
    collect(CONTRACT, "#", examples);
    return examples.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void everyExampleFitsItsSchema(String place, String schema, JsonNode example) {
    var errors =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(
                SchemaLocation.of("classpath:openapi.yaml" + schema),
                SchemaValidatorsConfig.builder().build())
            .validate(example);

    assertThat(errors).as(place).isEmpty();
  }

  @Test
  void theCodeNamesNoErrorThatIsNotPublished() throws IOException {
    Set<String> published = new TreeSet<>();
    CONTRACT
        .at("/components/schemas/Error/properties/name/enum")
        .forEach(name -> published.add(name.asText()));
    Set<String> named = new TreeSet<>();
    for (String room : List.of("ingest", "enrich", "sandbox", "journal", "deadletter", "mail")) {
      try (Stream<Path> files = Files.list(Path.of("src/main/java/io/dromail", room))) {
        for (Path file : files.toList()) {
          ERROR_NAME
              .matcher(Files.readString(file))
              .results()
              .forEach(name -> named.add(name.group(1)));
        }
      }
    }
    named.remove("message_id");

    assertThat(named).isNotEmpty().isSubsetOf(published);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(RouteFiles.values(CONTRACT, "$ref"))
        .allSatisfy(
            reference ->
                assertThat(CONTRACT.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse());
  }

  /** Examples stand beside a schema that is a reference. */
  private static void collect(JsonNode node, String place, List<Arguments> examples) {
    String schema = node.path("schema").path("$ref").asText();
    if (!schema.isEmpty() && node.has("example")) {
      examples.add(Arguments.of(place, schema, node.get("example")));
    }
    if (!schema.isEmpty()) {
      for (Map.Entry<String, JsonNode> example : node.path("examples").properties()) {
        examples.add(
            Arguments.of(place + "/" + example.getKey(), schema, example.getValue().get("value")));
      }
    }
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      collect(child.getValue(), place + "/" + child.getKey(), examples);
    }
  }
}
