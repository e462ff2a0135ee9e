package io.dromail.mail;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an application asks to be sent: the request of the contract as a record. Lists and maps are
 * never null; a null {@code text} asks for one generated from the HTML, an empty one for none.
 *
 * @param listUnsubscribe how to get off the list, or null
 * @param locale for the template, a language tag (BCP 47), or null
 * @param stream the lane; never null
 * @param profile the SMTP profile that it must go through, or null for one of its lane's
 * @param dryRun only to be rendered, never to be sent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Mail(
    Address from,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Address> to,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Address> cc,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Address> bcc,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Address> replyTo,
    @JsonInclude(JsonInclude.Include.NON_NULL) String subject,
    @JsonInclude(JsonInclude.Include.NON_NULL) String html,
    @JsonInclude(JsonInclude.Include.NON_NULL) String text,
    TemplateCall template,
    Map<String, String> headers,
    List<Attachment> attachments,
    List<Tag> tags,
    Map<String, String> metadata,
    ListUnsubscribe listUnsubscribe,
    String locale,
    String stream,
    String profile,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean dryRun) {

  /** The lane of a mail that names none. */
  public static final String DEFAULT_STREAM = "transactional";

  /** Fills in what the request may leave out. */
  public Mail {
    to = to == null ? List.of() : to;
    cc = cc == null ? List.of() : cc;
    bcc = bcc == null ? List.of() : bcc;
    replyTo = replyTo == null ? List.of() : replyTo;
    headers = headers == null ? Map.of() : headers;
    attachments = attachments == null ? List.of() : attachments;
    tags = tags == null ? List.of() : tags;
    metadata = metadata == null ? Map.of() : metadata;
    stream = stream == null ? DEFAULT_STREAM : stream;
  }

  /** Everybody who shall receive the mail, in the order to, cc, bcc. */
  public List<Address> recipients() {
    return Stream.of(to, cc, bcc).flatMap(List::stream).toList();
  }

  /** About how long it will be, in bytes as sent. */
  public long size() {
    long size = length(html) + length(text);
    for (Attachment attachment : attachments) {
      size += attachment.encodedSize();
    }
    return size;
  }

  /** At least so long; text beyond ASCII is longer. */
  private static long length(String part) {
    return part == null ? 0 : part.length();
  }

  /**
   * Whether only servers with SMTPUTF8 can take it (RFC 6531): an address in it, of whomever, has
   * characters beyond ASCII before the {@code @}.
   */
  public boolean needsSmtpUtf8() {
    return from.needsSmtpUtf8()
        || Stream.of(to, cc, bcc, replyTo).flatMap(List::stream).anyMatch(Address::needsSmtpUtf8);
  }

  /** The same mail with other attachments. */
  public Mail withAttachments(List<Attachment> others) {
    return with(to, cc, bcc, others);
  }

  /** The same mail to others. */
  public Mail withRecipients(List<Address> newTo, List<Address> newCc, List<Address> newBcc) {
    return with(newTo, newCc, newBcc, attachments);
  }

  private Mail with(
      List<Address> newTo, List<Address> newCc, List<Address> newBcc, List<Attachment> files) {
    return new Mail(
        from,
        newTo,
        newCc,
        newBcc,
        replyTo,
        subject,
        html,
        text,
        template,
        headers,
        files,
        tags,
        metadata,
        listUnsubscribe,
        locale,
        stream,
        profile,
        dryRun);
  }
}
