package io.dromail.ingest;

import io.dromail.mail.Address;
import io.dromail.mail.Attachment;
import io.dromail.mail.Lanes;
import io.dromail.mail.Mail;
import io.dromail.mail.Refused;
import io.dromail.mail.Spool;
import io.dromail.mail.SpoolUnavailable;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParseException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a schema can't say about a mail: addresses that can be sent to, sums and sizes, headers that
 * are not the sender's to set, lanes that exist. Thread-safe.
 */
public final class MailRules {

  private static final int RECIPIENTS_AT_MOST = 50;
  private static final int BODY_BYTES_AT_MOST = 5_000_000;
  private static final Set<String> OUR_HEADERS =
      Set.of(
          "from",
          "to",
          "cc",
          "bcc",
          "sender",
          "date",
          "subject",
          "mime-version",
          "dkim-signature",
          "return-path",
          "received",
          "reply-to",
          "message-id");

  private final ApiKeys keys;
  private final AttachmentFiles files;
  private final Lanes lanes;
  private final long sizeLimit;

  /**
   * With what the rules depend on.
   *
   * @param lanes the lanes that exist now
   * @param sizeLimit in bytes, as sent
   */
  public MailRules(ApiKeys keys, AttachmentFiles files, Lanes lanes, long sizeLimit) {
    this.keys = keys;
    this.files = files;
    this.lanes = lanes;
    this.sizeLimit = sizeLimit;
  }

  /**
   * Judges a mail.
   *
   * @param prefix of the fields in errors, for a mail of a batch
   * @return the mail with the content of its attachments, in hand or in the spool
   */
  Mail apply(Mail mail, String tenant, String prefix) throws Refused, SpoolUnavailable {
    check(mail.from(), "invalid_from_address", prefix + "from");
    keys.checkSender(tenant, mail, prefix + "from");
    check(mail.to(), prefix + "to");
    check(mail.cc(), prefix + "cc");
    check(mail.bcc(), prefix + "bcc");
    check(mail.replyTo(), prefix + "reply_to");
    int recipients = mail.to().size() + mail.cc().size() + mail.bcc().size();
    if (recipients > RECIPIENTS_AT_MOST) {
      throw Refused.field(
          "invalid_recipient",
          prefix + "to",
          "to, cc and bcc have " + recipients + " addresses together; 50 are allowed");
    }
    checkBody(mail, prefix);
    checkHeaders(mail, prefix);
    ListUnsubscribeRules.check(mail, prefix);
    checkLocale(mail.locale(), prefix + "locale");
    if (!lanes.names().contains(mail.stream())) {
      throw Refused.field(
          "invalid_parameter", prefix + "stream", "there is no lane " + mail.stream());
    }
    return withAttachments(mail, prefix);
  }

  private static void check(List<Address> addresses, String field) throws Refused {
    for (int i = 0; i < addresses.size(); i++) {
      check(addresses.get(i), "invalid_recipient", field + "[" + i + "]");
    }
  }

  private static void check(Address address, String name, String field) throws Refused {
    if (!AddressSyntax.allows(address.email())) {
      throw Refused.field(name, field, "is not an address that mail can be sent to");
    }
  }

  /** RFC 5646 section 2.1; what the language is called isn't looked up. */
  private static void checkLocale(String tag, String field) throws Refused {
    try {
      if (tag != null) {
        new Locale.Builder().setLanguageTag(tag);
      }
    } catch (IllformedLocaleException e) {
      throw Refused.field("invalid_parameter", field, "is not a language tag such as de or zh-CN");
    }
  }

  private static void checkBody(Mail mail, String prefix) throws Refused {
    boolean own = mail.html() != null || mail.text() != null;
    if (mail.template() != null && own) {
      throw Refused.field(
          "invalid_parameter",
          prefix + "template",
          "excludes html and text; give one or the other");
    }
    if (mail.template() == null && !own) {
      throw Refused.field(
          "missing_required_field", prefix + "html", "one of html, text and template is required");
    }
    if (mail.template() == null && mail.subject() == null) {
      throw Refused.field("missing_required_field", prefix + "subject", "is required");
    }
    checkText(mail.html(), prefix + "html");
    checkText(mail.text(), prefix + "text");
  }

  private static void checkText(String text, String field) throws Refused {
    if (text == null) {
      return;
    }
    if (text.indexOf('\0') >= 0) {
      throw Refused.field("invalid_parameter", field, "contains NUL");
    }
    if (text.length() > BODY_BYTES_AT_MOST / 4
        && text.getBytes(StandardCharsets.UTF_8).length > BODY_BYTES_AT_MOST) {
      throw Refused.because(413, "message_too_large", field + " is larger than 5 MB.");
    }
  }

  private static void checkHeaders(Mail mail, String prefix) throws Refused {
    for (String header : mail.headers().keySet()) {
      String name = header.toLowerCase(Locale.ROOT);
      if (OUR_HEADERS.contains(name)
          || name.startsWith("content-")
          || name.startsWith("resent-")
          || name.startsWith("dromail-")) {
        throw Refused.field(
            "invalid_header", prefix + "headers." + header, "is set by the gateway itself");
      }
    }
  }

  private Mail withAttachments(Mail mail, String prefix) throws Refused, SpoolUnavailable {
    long size = length(mail.html()) + length(mail.text());
    long inline = Spool.INLINE_AT_MOST;
    List<Attachment> attachments = new ArrayList<>(mail.attachments().size());
    for (int i = 0; i < mail.attachments().size(); i++) {
      String field = prefix + "attachments[" + i + "]";
      Attachment attachment = mail.attachments().get(i);
      checkType(attachment.contentType(), field + ".content_type");
      attachment = files.read(attachment, field, sizeLimit - size, inline);
      size += attachment.encodedSize();
      inline -= attachment.content() == null ? 0 : attachment.content().length;
      if (size > sizeLimit) {
        break;
      }
      boolean invites = attachments.stream().anyMatch(Attachment::isInvitation);
      InvitationRules.check(attachment, invites, field + ".content");
      attachments.add(attachment);
    }
    if (size > sizeLimit) {
      throw Refused.because(
          413,
          "message_too_large",
          prefix + "The mail is larger than " + sizeLimit / 1_000_000 + " MB.");
    }
    return mail.attachments().isEmpty() ? mail : mail.withAttachments(attachments);
  }

  private static void checkType(String type, String field) throws Refused {
    try {
      if (type != null) {
        new ContentType(type);
      }
    } catch (ParseException e) {
      throw Refused.field("invalid_attachment", field, "is not a media type");
    }
  }

  /** About how long a text is in the mail: as it is if it's ASCII, else in base64. */
  private static long length(String text) {
    if (text == null) {
      return 0;
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes == text.length() ? bytes : bytes * 4L / 3;
  }
}
