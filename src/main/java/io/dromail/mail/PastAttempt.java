package io.dromail.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * An attempt that failed, as it travels with the mail.
 *
 * @param at when it ended
 * @param rule the rule of the retry schedule that decided, whose delays are counted
 * @param replyCode the server's reply (RFC 5321 section 4.2), or 0 without one
 * @param enhancedCode the enhanced status code (RFC 3463), or empty
 * @param replyText the cause in words
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PastAttempt(
    Instant at, String rule, int replyCode, String enhancedCode, String replyText) {}
