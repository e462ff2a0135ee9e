package io.dromail.enrich;

import io.dromail.mail.Attachment;
import io.dromail.mail.Mail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What will go wrong with a mail although it can be sent: with the providers, or before its
 * reader's eyes. Stateless.
 */
final class MailWarnings {

  private static final int GMAIL_SHOWS_BYTES = 102 * 1024;
  private static final int LONG_SUBJECT = 120;
  private static final Pattern CID = Pattern.compile("cid:([^\"'\\s)>]+)");

  /** What Gmail takes from nobody, not in a zip either; others refuse much of it, too. */
  private static final Set<String> BLOCKED =
      Set.of(
          ("ade adp apk appx appxbundle bat cab chm cmd com cpl diagcab diagcfg diagpkg dll dmg ex"
                  + " ex_ exe hta img ins iso isp jar jnlp js jse lib lnk mde mjs msc msi msix"
                  + " msixbundle msp mst nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh"
                  + " xll")
              .split(" "));

  private final List<String> warnings = new ArrayList<>();

  private MailWarnings() {}

  /** One sentence each; empty if there is nothing to say. */
  static List<String> of(Mail mail, MailContent content, MimeMessage message)
      throws MessagingException {
    MailWarnings all = new MailWarnings();
    all.subject(content.subject());
    all.bodies(content);
    all.attachments(mail, content.html());
    if (mail.stream().equals("bulk") && message.getHeader("List-Unsubscribe") == null) {
      all.warnings.add(
          "Bulk mail without List-Unsubscribe: Gmail and Yahoo ask for it (RFC 8058), and send such"
              + " mail to spam.");
    }
    return List.copyOf(all.warnings);
  }

  private void subject(String subject) {
    if (subject.isEmpty()) {
      warnings.add("The subject is empty.");
    } else if (subject.codePointCount(0, subject.length()) > LONG_SUBJECT) {
      warnings.add(
          "The subject has %d characters; a list of mails shows 60 or so."
              .formatted(subject.codePointCount(0, subject.length())));
    }
  }

  private void bodies(MailContent content) {
    boolean noText = content.text() == null || content.text().isBlank();
    if (content.html() == null) {
      if (noText) {
        warnings.add("The mail is empty.");
      }
      return;
    }
    int bytes = content.html().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > GMAIL_SHOWS_BYTES) {
      warnings.add(
          "The HTML has %d kB; Gmail cuts a mail off at 102 kB, and hides what follows."
              .formatted((bytes + 1023) / 1024));
    }
    if (noText) {
      warnings.add(
          "There is no text part, or nothing in it: spam filters mind, and who reads mail as text"
              + " sees nothing.");
    }
  }

  private void attachments(Mail mail, String html) {
    Set<String> ids = new TreeSet<>();
    for (Attachment attachment : mail.attachments()) {
      String name = attachment.filename().toLowerCase(Locale.ROOT);
      String extension = name.substring(name.lastIndexOf('.') + 1);
      if (name.indexOf('.') >= 0 && BLOCKED.contains(extension)) {
        warnings.add(
            "%s: Gmail and other providers refuse mails with files of the type .%s."
                .formatted(attachment.filename(), extension));
      }
      if (attachment.contentId() != null) {
        ids.add(attachment.contentId());
      }
    }
    Set<String> missing = new TreeSet<>();
    Matcher matcher = CID.matcher(html == null ? "" : html);
    while (matcher.find()) {
      missing.add(matcher.group(1));
    }
    missing.removeAll(ids);
    missing.forEach(
        id ->
            warnings.add(
                "The HTML shows cid:%s, and no attachment has that content_id.".formatted(id)));
  }
}
