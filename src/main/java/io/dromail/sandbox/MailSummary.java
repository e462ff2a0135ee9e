package io.dromail.sandbox;

import io.dromail.mail.Address;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/**
 * A line in the list of mails.
 *
 * @param id Dromail's id, which is the left part of its Message-IDs; null for a mail of others
 * @param to everybody who received it, blind copies among them
 * @param snippet how the mail begins
 */
public record MailSummary(
    long n,
    String id,
    Address from,
    List<String> to,
    String subject,
    String snippet,
    Instant receivedAt,
    int size,
    int attachments) {

  private static final Pattern OUR_MESSAGE_ID =
      Pattern.compile("<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^>]*>");
  private static final int LOOK_AT = 20_000;
  private static final int SNIPPET = 160;

  static MailSummary of(OpenMail mail) {
    Matcher id = OUR_MESSAGE_ID.matcher(mail.header("Message-ID"));
    return new MailSummary(
        mail.n(),
        id.matches() ? id.group(1) : null,
        mail.from().isEmpty() ? Address.of(mail.sender(), null) : mail.from().get(0),
        mail.recipients().stream().map(OpenMail.Recipient::email).toList(),
        mail.subject(),
        snippet(mail),
        mail.receivedAt(),
        mail.size(),
        (int) mail.files().stream().filter(file -> !file.inline()).count());
  }

  /** The size, for a person. */
  public String sizeText() {
    return MailFile.sizeText(size);
  }

  private static String snippet(OpenMail mail) {
    String begin = mail.text() == null ? beginOf(mail.html()) : beginOf(mail.text());
    String text = mail.text() == null ? Jsoup.parse(begin).text() : begin;
    String line = text.replaceAll("[\\s\\p{Cf}\\u034f\\u00a0]+", " ").strip();
    return beginOf(line, SNIPPET);
  }

  private static String beginOf(String text) {
    return text == null ? "" : beginOf(text, LOOK_AT);
  }

  private static String beginOf(String text, int length) {
    return text.length() <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, length)));
  }
}
