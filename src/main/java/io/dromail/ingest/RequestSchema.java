package io.dromail.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.DisallowUnknownKeywordFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import io.dromail.mail.Refused.Detail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A schema of {@code openapi.yaml} that requests are validated against, with errors that name the
 * field as the sender wrote it. Thread-safe.
 */
final class RequestSchema {

  private static final String SCHEMAS = "classpath:openapi.yaml#/components/schemas/";

  /** An error costs half a kilobyte, so a large request is answered with its first one only. */
  private static final int ALL_ERRORS_UP_TO_BYTES = 64 * 1024;

  private static final int DETAILS_AT_MOST = 100;
  private static final JsonSchemaFactory FACTORY = factory();

  private final JsonSchema schema;

  /**
   * Prepares a schema.
   *
   * @param name below {@code components/schemas}
   */
  RequestSchema(String name) {
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder()
            .errorMessageKeyword("x-reason")
            .locale(Locale.ENGLISH)
            .regularExpressionFactory(RequestSchema::wholeText)
            .build();
    schema = FACTORY.getSchema(SchemaLocation.of(SCHEMAS + name), config);
    schema.initializeValidators();
  }

  private static JsonSchemaFactory factory() {
    JsonMetaSchema.Builder dialect = JsonMetaSchema.builder(JsonMetaSchema.getV202012());
    Stream.of("openapi", "info", "servers", "security", "tags", "paths", "components")
        .map(NonValidationKeyword::new)
        .forEach(dialect::keyword);
    // x-reason holds our messages; base64 is decoded once, when the request is read.
    Stream.of("x-reason", "contentEncoding")
        .map(NonValidationKeyword::new)
        .forEach(dialect::keyword);
    JsonMetaSchema strict =
        dialect.unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance()).build();
    return JsonSchemaFactory.builder()
        .defaultMetaSchemaIri(strict.getIri())
        .metaSchema(strict)
        .build();
  }

  /**
   * What is wrong with a request; empty if nothing is.
   *
   * @param bytes how long the request was
   */
  List<Detail> check(JsonNode request, long bytes) {
    Set<ValidationMessage> errors =
        schema.validate(
            request,
            context -> context.getExecutionConfig().setFailFast(bytes > ALL_ERRORS_UP_TO_BYTES));
    if (errors.isEmpty()) {
      return List.of();
    }
    Map<String, String> reasons = new LinkedHashMap<>();
    for (ValidationMessage error : errors) {
      if (!isBranchOfOneOf(error)) {
        reasons.putIfAbsent(field(error), reason(error));
      }
    }
    return reasons.entrySet().stream()
        .limit(DETAILS_AT_MOST)
        .map(entry -> new Detail(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The oneOf itself is an error too, and says it in one sentence. */
  private static boolean isBranchOfOneOf(ValidationMessage error) {
    return error.getEvaluationPath().getParent().contains("oneOf");
  }

  /**
   * In ECMA-262, whose expressions JSON Schema uses, a final {@code $} is the end of the text; in
   * Java it also stands before a last line end, and would let it in.
   */
  private static RegularExpression wholeText(String ecma) {
    Pattern pattern =
        Pattern.compile(ecma.endsWith("$") ? ecma.substring(0, ecma.length() - 1) + "\\z" : ecma);
    return text -> pattern.matcher(text).find();
  }

  private static String reason(ValidationMessage error) {
    return switch (error.getType()) {
      case "required" -> "is required";
      case "additionalProperties" ->
          JobKeys.FIELD.equals(error.getProperty())
              ? "is a field of job files; here, send the header Idempotency-Key"
              : "is not a known field";
      default -> error.getError();
    };
  }

  private static String field(ValidationMessage error) {
    StringBuilder field = new StringBuilder();
    JsonNodePath path = error.getInstanceLocation();
    for (int i = 0; i < path.getNameCount(); i++) {
      append(field, path.getElement(i));
    }
    if (error.getProperty() != null) {
      append(field, error.getProperty());
    }
    return field.toString();
  }

  private static void append(StringBuilder field, Object step) {
    if (step instanceof Integer) {
      field.append('[').append(step).append(']');
    } else {
      field.append(field.isEmpty() ? "" : ".").append(step);
    }
  }
}
