package io.dromail.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * Which template is to be rendered, and with what.
 *
 * @param id the name of the template's folder
 * @param variables the model: plain JSON values, never null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateCall(String id, Map<String, Object> variables) {

  /** A missing model is an empty one. */
  public TemplateCall {
    variables = variables == null ? Map.of() : variables;
  }
}
