package io.dromail.enrich;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What would have been sent, as the API answers it.
 *
 * @param html null for a mail that is text alone
 * @param mime the complete mail (RFC 5322)
 * @param profile the SMTP profile that it would go through
 * @param held why it would have to wait now, one sentence each
 * @param warnings what will go wrong although it can be sent, one sentence each
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DryRun(
    String subject,
    String html,
    String text,
    String mime,
    String profile,
    List<String> held,
    List<String> warnings) {}
