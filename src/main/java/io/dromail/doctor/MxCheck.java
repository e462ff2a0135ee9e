package io.dromail.doctor;

import io.dromail.mail.Diagnosis;
import java.util.List;

/** Judges whether a domain can receive: replies, bounces and reports go there. Stateless. */
final class MxCheck {

  private static final String PART = "MX";

  private final Dns dns;

  MxCheck(Dns dns) {
    this.dns = dns;
  }

  Diagnosis check(String domain) {
    Answer servers = dns.mailServers(domain);
    if (servers.isUnknown()) {
      return unknown(servers);
    }
    if (servers.values().contains(".")) {
      return Diagnosis.warning(
          PART,
          domain
              + " says that it takes no mail (null MX, RFC 7505): bounces and replies are lost,"
              + " and some receivers refuse mail from it.",
          "Publish the MX of the server that takes its mail.");
    }
    return servers.isAbsent() ? withoutServers(domain) : withServers(servers.values());
  }

  private Diagnosis withServers(List<String> servers) {
    for (String server : servers) {
      Answer addresses = dns.addresses(server);
      if (addresses.isUnknown()) {
        return unknown(addresses);
      }
      if (addresses.isAbsent()) {
        return Diagnosis.warning(
            PART, server + ", one of the mail servers, has no address.", "Mend or delete its MX.");
      }
    }
    return Diagnosis.good(PART, "Bounces and replies go to " + String.join(", ", servers) + ".");
  }

  /** RFC 5321 section 5.1: without MX the domain's own address is the mail server. */
  private Diagnosis withoutServers(String domain) {
    Answer addresses = dns.addresses(domain);
    if (addresses.isUnknown()) {
      return unknown(addresses);
    }
    return addresses.isAbsent()
        ? Diagnosis.wrong(
            PART,
            domain
                + " has no mail server: bounces and replies can't come back, and many receivers"
                + " refuse mail from a domain that can't receive.",
            "Publish the MX of the server that takes its mail.")
        : Diagnosis.warning(
            PART,
            domain
                + " has no MX; bounces and replies go to its own address, "
                + addresses.values().get(0)
                + ".",
            "Publish the MX of the server that takes its mail.");
  }

  private static Diagnosis unknown(Answer answer) {
    return Diagnosis.unknown(PART, "Not known: " + answer.trouble() + ".", "Ask again later.");
  }
}
