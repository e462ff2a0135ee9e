package io.dromail.command;

import io.dromail.doctor.Provider;
import io.dromail.send.Probe;
import java.util.List;

/**
 * An SMTP profile that the doctor looks at.
 *
 * @param probe tries it out
 * @param spf what the SPF records of its senders must have; empty if that isn't known
 * @param senders addresses and {@code @domain}s that may use it; empty: all
 */
record ProfileToCheck(Probe probe, List<String> spf, List<String> senders) {

  /** Whether mails from a domain may go this way. */
  boolean serves(String domain) {
    return senders.isEmpty() || senders.stream().anyMatch(sender -> sender.endsWith("@" + domain));
  }

  Provider provider() {
    return new Provider(probe.profile(), spf);
  }
}
