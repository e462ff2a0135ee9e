package io.dromail.enrich;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dromail.mail.Mail;
import java.util.regex.Pattern;

/**
 * What a mail says to its reader: what the request says itself, else what the template gave.
 *
 * @param subject on one line; empty for none
 * @param html null for a mail that is text alone
 * @param text empty for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MailContent(String subject, String html, String text) {

  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  /**
   * Puts it together.
   *
   * @param subject the rendered subject, or null
   * @param html the rendered HTML, or null
   * @param text the rendered text, or null for one made from the HTML
   */
  static MailContent of(Mail mail, String subject, String html, String text) {
    String line = mail.subject() != null ? mail.subject() : subject;
    String rich = mail.html() != null ? mail.html() : html;
    String plain = mail.text() != null ? mail.text() : text;
    if (plain == null && rich != null) {
      plain = TextFromHtml.convert(rich);
    }
    return new MailContent(
        line == null ? "" : CONTROLS.matcher(line.strip()).replaceAll(" "), rich, plain);
  }
}
