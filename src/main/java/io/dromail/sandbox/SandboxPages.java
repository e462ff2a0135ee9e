package io.dromail.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.MailJson;
import io.dromail.mail.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Header;

/**
 * Shows what is in the mailbox: to programs as JSON and raw mails, to people as pages. Where mail
 * goes to a provider, everything here is 404 {@code not_found}. Thread-safe; called by the {@code
 * sandbox-*} routes.
 */
public final class SandboxPages {

  private static final int SHOWN_IN_PAGE = 100;
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern HEAD =
      Pattern.compile("(?is)\\A(.{0,4096}?<head\\b[^>]*>|\\s*<!doctype\\b[^>]*>)");
  private static final String OPEN_LINKS_APART = "<base target=\"_blank\">";

  // Popups, so that a person can follow the links of a mail; no scripts, no forms, no origin.
  private static final String MAIL_POLICY =
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: http: https:;"
          + " style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'self'";

  private final Mailbox mailbox;
  private PageRenderer renderer;

  /** Over the mailbox that {@code send} sends to. */
  public SandboxPages(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  /** The mails as the contract's {@code SandboxEmails}, the newest first. */
  public byte[] list() throws Refused, JsonProcessingException {
    ObjectNode answer = MailJson.mapper().createObjectNode();
    ArrayNode data = answer.putArray("data");
    for (StoredMail stored : open().newest(Integer.MAX_VALUE)) {
      MailSummary mail = stored.summary();
      ObjectNode one = data.addObject().put("n", mail.n());
      if (mail.id() != null) {
        one.put("id", mail.id());
      }
      one.put("from", mail.from().email());
      mail.to().forEach(one.putArray("to")::add);
      one.put("subject", mail.subject());
      one.put("received_at", mail.receivedAt().toString());
      one.put("size", mail.size());
    }
    return MailJson.mapper().writeValueAsBytes(answer);
  }

  /** A mail byte for byte. */
  public byte[] raw(@Header("n") String n) throws Refused {
    return stored(n).mime();
  }

  /** The page that lists the mails. */
  public String page() throws Refused {
    List<MailSummary> mails =
        open().newest(SHOWN_IN_PAGE).stream().map(StoredMail::summary).toList();
    return renderer().render("list.ftlh", Map.of("mails", mails, "total", mailbox.size()));
  }

  /** The page of one mail. */
  public String mail(@Header("n") String n) throws Refused {
    StoredMail stored = stored(n);
    Map<String, Object> model = new HashMap<>();
    model.put("mail", MimeReader.open(stored));
    model.put("newer", mailbox.newerThan(stored.number()));
    model.put("older", mailbox.olderThan(stored.number()));
    return renderer().render("mail.ftlh", model);
  }

  /**
   * The HTML of a mail, for the frame in its page: with its inline images, and links that open
   * apart.
   */
  public String html(@Header("n") String n) throws Refused {
    OpenMail mail = MimeReader.open(stored(n));
    if (mail.html() == null) {
      throw Refused.because(404, "not_found", "The mail " + n + " has no HTML.");
    }
    String html = ContentIds.resolve(mail.html(), mail.files());
    String framed = HEAD.matcher(html).replaceFirst("$1" + OPEN_LINKS_APART);
    return framed.equals(html) ? OPEN_LINKS_APART + html : framed;
  }

  /** A file of a mail. */
  public MailFile attachment(@Header("n") String n, @Header("i") String i) throws Refused {
    List<MailFile> files = MimeReader.open(stored(n)).files();
    long number = number(i);
    if (number > files.size()) {
      throw Refused.because(404, "not_found", "The mail " + n + " has no attachment " + i + ".");
    }
    return files.get((int) number - 1);
  }

  /** The Content-Security-Policy of the pages. */
  public String pagePolicy() {
    return renderer().policy();
  }

  /** The Content-Security-Policy of what came with a mail; it holds wherever a browser opens it. */
  public String mailPolicy() {
    return MAIL_POLICY;
  }

  // Made for the first page: a gateway with a provider never needs it.
  private synchronized PageRenderer renderer() {
    if (renderer == null) {
      renderer = new PageRenderer();
    }
    return renderer;
  }

  private Mailbox open() throws Refused {
    if (!mailbox.isOpen()) {
      throw Refused.because(
          404, "not_found", "There is no sandbox here: mail is sent to the configured provider.");
    }
    return mailbox;
  }

  private StoredMail stored(String n) throws Refused {
    return open().find(number(n));
  }

  private static long number(String text) throws Refused {
    if (text == null || !NUMBER.matcher(text).matches()) {
      throw Refused.because(404, "not_found", "There is nothing of this number in the sandbox.");
    }
    return Long.parseLong(text);
  }
}
