package io.dromail.mail;

import java.util.List;

/**
 * How a mail would be sent, if it were sent now.
 *
 * @param profile the SMTP profile that it would go through
 * @param held why it would have to wait, one sentence each; empty if it could go at once
 */
public record SendingPlan(String profile, List<String> held) {}
