package io.dromail.doctor;

import io.dromail.doctor.SpfRecord.Term;
import io.dromail.mail.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Judges the SPF record (RFC 7208) of a domain: there is exactly one, receivers can read and follow
 * it, and it allows the providers that the domain's mails go through. Stateless.
 */
final class SpfCheck {

  private static final String PART = "SPF";
  private static final String INSTEAD = "Publish in its place:";

  private final Dns dns;

  SpfCheck(Dns dns) {
    this.dns = dns;
  }

  Diagnosis check(String domain, List<Provider> providers) {
    List<String> wanted = providers.stream().flatMap(p -> p.spf().stream()).distinct().toList();
    Answer all = dns.texts(domain);
    if (all.isUnknown()) {
      return Diagnosis.unknown(PART, "Not known: " + all.trouble() + ".", "Ask again later.");
    }
    List<String> records = all.values().stream().filter(SpfRecord::isOne).toList();
    if (records.isEmpty()) {
      return none(domain, wanted);
    }
    try {
      return records.size() > 1
          ? several(domain, records, wanted)
          : one(domain, records.get(0), providers, wanted);
    } catch (BadRecord e) {
      return Diagnosis.wrong(
          PART,
          "Receivers can't read the record, and take it for an error: " + e.getMessage() + ".",
          "Mend it: " + String.join(" | ", records));
    }
  }

  private static Diagnosis none(String domain, List<String> wanted) {
    String words = domain + " has no SPF record: nobody can tell who may send as it.";
    return wanted.isEmpty()
        ? Diagnosis.wrong(PART, words, "Publish one that names the provider.")
        : Diagnosis.wrong(PART, words, "Publish one:")
            .publish(domain, "TXT", new SpfRecord(List.of()).with(wanted));
  }

  private static Diagnosis several(String domain, List<String> records, List<String> wanted)
      throws BadRecord {
    List<Term> terms = new ArrayList<>();
    List<Term> ends = new ArrayList<>();
    for (String record : records) {
      SpfRecord parsed = SpfRecord.parse(record);
      Term end = parsed.all() != null ? parsed.all() : parsed.redirect();
      parsed.terms().stream().filter(term -> term != end).forEach(terms::add);
      if (end != null && end.is("all")) {
        ends.add(end);
      }
    }
    ends.stream().limit(1).forEach(terms::add);
    return Diagnosis.wrong(
            PART,
            domain
                + " has "
                + records.size()
                + " SPF records; there must be one, and receivers heed none of them.",
            "Delete them, and publish one in their place:")
        .publish(domain, "TXT", new SpfRecord(terms).with(wanted));
  }

  private Diagnosis one(String domain, String text, List<Provider> providers, List<String> wanted)
      throws BadRecord {
    SpfRecord record = SpfRecord.parse(text);
    SpfWalk walk = new SpfWalk(dns);
    walk.follow(domain, record);
    if (walk.problem() != null) {
      return Diagnosis.wrong(
          PART,
          "Receivers take the record for an error: " + walk.problem() + ".",
          "Take out or mend what it includes: " + text);
    }
    if (walk.lookups() > SpfWalk.LOOKUPS_AT_MOST) {
      return Diagnosis.wrong(
          PART,
          "To follow the record takes "
              + walk.lookups()
              + " questions to the DNS, and receivers stop after "
              + SpfWalk.LOOKUPS_AT_MOST
              + " and take it for an error.",
          "Take out includes that nobody needs any more: " + text);
    }
    List<String> missing = wanted.stream().filter(term -> !walk.allows(term)).toList();
    if (!missing.isEmpty() && walk.trouble() != null) {
      return Diagnosis.unknown(
          PART,
          "Whether the record allows "
              + String.join(", ", missing)
              + " isn't known: "
              + walk.trouble()
              + ".",
          "Ask again later.");
    }
    if (!missing.isEmpty()) {
      return missing(domain, text, record, providers, missing);
    }
    return judged(domain, text, record, walk, providers);
  }

  private static Diagnosis missing(
      String domain,
      String text,
      SpfRecord record,
      List<Provider> providers,
      List<String> missing) {
    List<Provider> left =
        providers.stream().filter(p -> p.spf().stream().anyMatch(missing::contains)).toList();
    String words =
        "The record doesn't allow "
            + String.join(", ", missing)
            + ", through which "
            + names(left)
            + (left.size() > 1 ? " send: " : " sends: ")
            + text;
    Diagnosis found =
        left.stream().allMatch(Provider::hasOwnEnvelopeSender)
            ? Diagnosis.warning(
                PART,
                words,
                "SES sends with an envelope sender of its own; only if "
                    + domain
                    + " is its custom MAIL FROM domain, publish in its place:")
            : Diagnosis.wrong(PART, words, INSTEAD);
    return found.publish(domain, "TXT", record.with(missing));
  }

  private static Diagnosis judged(
      String domain, String text, SpfRecord record, SpfWalk walk, List<Provider> providers) {
    Term all = record.all();
    if (all != null && all.allows()) {
      return Diagnosis.wrong(
              PART,
              "The record ends with +all: the whole world may send as " + domain + ".",
              INSTEAD)
          .publish(domain, "TXT", record.with(List.of()));
    }
    if (all == null ? record.redirect() == null : all.qualifier() == '?') {
      return Diagnosis.warning(
              PART,
              (all == null ? "The record has no all at its end" : "The record ends with ?all")
                  + ": it says nothing about all others, so forged mail isn't marked.",
              INSTEAD)
          .publish(domain, "TXT", record.with(List.of()));
    }
    String questions = walk.lookups() + " of " + SpfWalk.LOOKUPS_AT_MOST + " questions to the DNS";
    List<Provider> unknown = providers.stream().filter(p -> p.spf().isEmpty()).toList();
    if (!unknown.isEmpty()) {
      return Diagnosis.warning(
          PART,
          "One record, and it's in order ("
              + questions
              + "): "
              + text
              + ". Whether it allows the servers of "
              + names(unknown)
              + " isn't known here.",
          "Say what it must have, such as ip4:192.0.2.25 or include:spf.example.net: spf of the"
              + " profile, or --spf.");
    }
    String allows = providers.isEmpty() ? "in order" : "it allows " + names(providers);
    return Diagnosis.good(PART, "One record, " + allows + " (" + questions + "): " + text);
  }

  private static String names(List<Provider> providers) {
    return providers.stream()
        .map(Provider::profile)
        .distinct()
        .collect(Collectors.joining(", ", providers.size() > 1 ? "profiles " : "profile ", ""));
  }
}
