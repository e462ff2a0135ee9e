package io.dromail.doctor;

import io.dromail.doctor.SpfRecord.Term;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes through a record and all that it includes, as a receiver does (RFC 7208 section 5), but for
 * every sender at once: what it allows is collected. For one record.
 */
final class SpfWalk {

  /** RFC 7208 section 4.6.4. */
  static final int LOOKUPS_AT_MOST = 10;

  /** Far beyond what receivers follow, so that a record that includes itself comes to an end. */
  private static final int LOOKUPS_FOLLOWED = 40;

  private final Dns dns;
  private final Set<String> allowed = new HashSet<>();
  private final List<Network> networks = new ArrayList<>();
  private final Deque<String> path = new ArrayDeque<>();
  private int lookups;
  private String problem;
  private String trouble;

  SpfWalk(Dns dns) {
    this.dns = dns;
  }

  /** Follows the record of a domain. */
  void follow(String domain, SpfRecord record) {
    if (path.contains(domain)) {
      say(domain + " includes itself");
      return;
    }
    path.push(domain);
    for (Term term : record.terms()) {
      if (lookups > LOOKUPS_FOLLOWED) {
        break;
      }
      boolean modifier = term.qualifier() == '=';
      lookups += term.asks() && (!modifier || term == record.redirect()) ? 1 : 0;
      if (!modifier && term.allows()) {
        allow(domain, term);
      }
    }
    if (record.redirect() != null) {
      open(record.redirect().value());
    }
    path.pop();
  }

  private void allow(String domain, Term term) {
    allowed.add(term.text());
    String name = term.value().isEmpty() ? domain : term.value();
    switch (term.name()) {
      case "include" -> open(name);
      case "ip4", "ip6" -> add(name, -1, -1);
      case "a" -> addAll(dns.addresses(name), term.prefix());
      case "mx" -> {
        Answer servers = dns.mailServers(name);
        note(servers);
        servers.values().forEach(server -> addAll(dns.addresses(server), term.prefix()));
      }
      default -> {
        // exists and ptr depend on who asks.
      }
    }
  }

  private void open(String name) {
    if (name.contains("%{")) {
      return;
    }
    Answer records = dns.texts(name);
    if (records.isUnknown()) {
      note(records);
      return;
    }
    List<String> spf = records.values().stream().filter(SpfRecord::isOne).toList();
    if (spf.size() != 1) {
      say(name + ", which is included, has " + (spf.isEmpty() ? "no SPF record" : "several"));
      return;
    }
    try {
      follow(name, SpfRecord.parse(spf.get(0)));
    } catch (BadRecord e) {
      say("in the record of " + name + ", which is included, " + e.getMessage());
    }
  }

  private void addAll(Answer addresses, String prefix) {
    note(addresses);
    String[] bits = (prefix + "///").split("/", -1);
    int four = bits.length > 1 && !bits[1].isEmpty() ? Integer.parseInt(bits[1]) : -1;
    int at = prefix.indexOf("//");
    int six = at < 0 ? -1 : Integer.parseInt(prefix.substring(at + 2));
    addresses.values().forEach(address -> add(address, four, six));
  }

  private void add(String address, int four, int six) {
    try {
      Network network = Network.of(address);
      boolean whole = four < 0 && six < 0;
      networks.add(
          whole ? network : network.withPrefix(network.address().length == 4 ? four : six));
    } catch (BadRecord impossible) {
      throw new IllegalStateException("the DNS gave an address that is none", impossible);
    }
  }

  private void note(Answer answer) {
    if (answer.isUnknown() && trouble == null) {
      trouble = answer.trouble();
    }
  }

  private void say(String words) {
    if (problem == null) {
      problem = words;
    }
  }

  /** Whether it allows what a term such as {@code include:…} or {@code ip4:…} names. */
  boolean allows(String term) {
    if (allowed.contains(term)) {
      return true;
    }
    if (!term.startsWith("ip4:") && !term.startsWith("ip6:")) {
      return false;
    }
    try {
      Network wanted = Network.of(term.substring(4));
      return networks.stream().anyMatch(network -> network.covers(wanted));
    } catch (BadRecord e) {
      return false;
    }
  }

  /** How often a receiver may have to ask the DNS. */
  int lookups() {
    return lookups;
  }

  /** What receivers take for a permanent error, or null. */
  String problem() {
    return problem;
  }

  /** Why not all of it could be followed, or null. */
  String trouble() {
    return trouble;
  }
}
