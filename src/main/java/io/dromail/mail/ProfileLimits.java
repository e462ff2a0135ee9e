package io.dromail.mail;

import java.util.Map;

/**
 * What a provider allows, for all workers on one broker together; 0 means without a limit.
 *
 * @param profile the name of the SMTP profile
 * @param connections open at the same time
 * @param mailsPerMinute evenly spread: 30 are one every two seconds
 * @param recipientsPerDay in any 24 hours
 * @param domainMailsPerMinute to each domain of recipients
 * @param domains the same for single domains, in lower case; it wins
 */
public record ProfileLimits(
    String profile,
    int connections,
    int mailsPerMinute,
    int recipientsPerDay,
    int domainMailsPerMinute,
    Map<String, Integer> domains) {

  /** Whether there is nothing to count. */
  public boolean isUnlimited() {
    return connections == 0
        && mailsPerMinute == 0
        && recipientsPerDay == 0
        && domainMailsPerMinute == 0
        && domains.isEmpty();
  }

  /** Mails a minute to a domain; 0 without a limit. */
  public int mailsPerMinute(String domain) {
    return domains.getOrDefault(domain, domainMailsPerMinute);
  }
}
