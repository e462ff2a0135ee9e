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
 * @param stream the lane; never null
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
    String stream) {

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

  /** The same mail with other attachments. */
  public Mail withAttachments(List<Attachment> others) {
    return new Mail(
        from, to, cc, bcc, replyTo, subject, html, text, template, headers, others, tags, metadata,
        stream);
  }
}
