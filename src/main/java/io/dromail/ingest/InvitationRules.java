package io.dromail.ingest;

import io.dromail.mail.Attachment;
import io.dromail.mail.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What mail programs ask of an invitation before they offer its buttons: a calendar object in UTF-8
 * whose method is that of its type (RFC 6047 section 2.4). Stateless.
 */
final class InvitationRules {

  private static final Pattern BEGIN =
      Pattern.compile("\\A\\s*BEGIN:VCALENDAR\\s", Pattern.CASE_INSENSITIVE);
  private static final Pattern METHOD =
      Pattern.compile("(?im)^METHOD(?:;[^:\\r\\n]*)?:([^\\r\\n]*)$");

  private InvitationRules() {}

  /**
   * Judges an attachment whose content is in hand.
   *
   * @param before whether the mail has one already
   */
  static void check(Attachment attachment, boolean before, String field) throws Refused {
    if (!attachment.isInvitation()) {
      return;
    }
    if (before) {
      throw refused(field, "is a second invitation; a mail has one at most");
    }
    if (attachment.content() == null) {
      throw refused(field, "is too large for an invitation");
    }
    String calendar = text(attachment.content(), field);
    if (!BEGIN.matcher(calendar).find()) {
      throw refused(field, "is not a calendar; one begins with BEGIN:VCALENDAR");
    }
    Matcher method = METHOD.matcher(calendar);
    String given = attachment.calendarMethod();
    if (!method.find() || !method.group(1).strip().equalsIgnoreCase(given)) {
      throw refused(field, "must have the line METHOD:" + given + ", as its content_type says");
    }
  }

  private static String text(byte[] content, String field) throws Refused {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw refused(field, "is not in UTF-8, as a calendar must be");
    }
  }

  private static Refused refused(String field, String reason) {
    return Refused.field("invalid_attachment", field, reason);
  }
}
