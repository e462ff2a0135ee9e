package io.dromail.journal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dromail.mail.Address;
import io.dromail.mail.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the journal keeps of an {@link io.dromail.mail.Envelope}; bodies and attachments are passed
 * over while it's read, and never in memory.
 *
 * @param envelope the whole of it, if bodies are kept, else null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record AcceptedMail(
    @JsonProperty(value = "id", required = true) UUID mailId,
    @JsonProperty(required = true) String messageId,
    @JsonProperty(required = true) String tenant,
    @JsonProperty(required = true) String lane,
    String traceId,
    @JsonProperty(required = true) Instant acceptedAt,
    @JsonProperty(required = true) Request mail,
    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String envelope)
    implements JournalEntry {

  AcceptedMail withEnvelope(String whole) {
    return new AcceptedMail(mailId, messageId, tenant, lane, traceId, acceptedAt, mail, whole);
  }

  /** Everybody who shall receive it, each once, in the order of the request; all still queued. */
  List<Recipient> recipients() {
    List<Recipient> recipients = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    collect("to", mail.to(), seen, recipients);
    collect("cc", mail.cc(), seen, recipients);
    collect("bcc", mail.bcc(), seen, recipients);
    return recipients;
  }

  private void collect(
      String kind, List<Address> addresses, Set<String> seen, List<Recipient> recipients) {
    for (Address address : addresses) {
      if (seen.add(address.email())) {
        recipients.add(Recipient.queued(address.email(), kind, acceptedAt));
      }
    }
  }

  /** The part of the request that is kept. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Request(
      Address from,
      List<Address> to,
      List<Address> cc,
      List<Address> bcc,
      String subject,
      Template template,
      List<Tag> tags,
      Map<String, String> metadata) {

    Request {
      to = to == null ? List.of() : to;
      cc = cc == null ? List.of() : cc;
      bcc = bcc == null ? List.of() : bcc;
      tags = tags == null ? List.of() : tags;
      metadata = metadata == null ? Map.of() : metadata;
    }

    /** The sender as one reads it. */
    String sender() {
      return from.name() == null ? from.email() : from.name() + " <" + from.email() + ">";
    }

    String templateId() {
      return template == null ? null : template.id();
    }
  }

  /** The template without its variables. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Template(String id) {}
}
