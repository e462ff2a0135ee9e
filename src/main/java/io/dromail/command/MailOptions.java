package io.dromail.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromail.mail.MailJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say what a mail is like; they become a request of the API. */
final class MailOptions {

  /** Who sends if nobody is named. */
  static final String SENDER = "dromail@example.com";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "ADDR",
      description = "A recipient: a@b or 'Name <a@b>'; repeatable, as the next two.")
  private List<String> to;

  @Option(names = "--cc", paramLabel = "ADDR", description = "Gets a copy.")
  private List<String> cc = List.of();

  @Option(names = "--bcc", paramLabel = "ADDR", description = "Gets a copy that nobody sees.")
  private List<String> bcc = List.of();

  @Option(names = "--from", paramLabel = "ADDR", description = "The sender; default: " + SENDER)
  private String from = SENDER;

  @Option(names = "--reply-to", paramLabel = "ADDR", description = "Where answers go.")
  private List<String> replyTo = List.of();

  @Option(names = "--subject", paramLabel = "TEXT", description = "The subject.")
  private String subject;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      converter = TextArgument.class,
      description = "The plain text; @FILE for a file, - for stdin.")
  private String text;

  @Option(
      names = "--html",
      paramLabel = "HTML",
      converter = TextArgument.class,
      description = "The HTML; @FILE and - as above.")
  private String html;

  @Option(names = "--attach", paramLabel = "FILE", description = "Attaches a file; repeatable.")
  private List<Path> files = List.of();

  @Option(names = "--header", paramLabel = "K=V", description = "A further header; repeatable.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(names = "--tag", paramLabel = "K=V", description = "A label, never sent; repeatable.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(
      names = "--stream",
      paramLabel = "LANE",
      description = "The lane: transactional (default), bulk.")
  private String stream;

  @Option(
      names = "--unsubscribe",
      paramLabel = "URL",
      description = "An https address where one gets off the list.")
  private String unsubscribe;

  @Option(
      names = "--unsubscribe-mail",
      paramLabel = "ADDR",
      description = "The same by mail; goes with --unsubscribe, as the next one.")
  private String unsubscribeMail;

  @Option(names = "--one-click", description = "A POST to the address is enough.")
  private boolean oneClick;

  /** The request, without its template. */
  ObjectNode request() {
    ObjectNode mail = MailJson.mapper().createObjectNode();
    mail.put("from", from);
    putAll(mail, "to", to);
    putAll(mail, "cc", cc);
    putAll(mail, "bcc", bcc);
    putAll(mail, "reply_to", replyTo);
    put(mail, "subject", subject);
    put(mail, "text", text);
    put(mail, "html", html);
    put(mail, "stream", stream);
    putListUnsubscribe(mail);
    files.forEach(file -> mail.withArray("attachments").add(attachment(file)));
    headers.forEach((name, value) -> mail.withObject("/headers").put(name, value));
    tags.forEach(
        (name, value) -> mail.withArray("tags").addObject().put("name", name).put("value", value));
    return mail;
  }

  private void putListUnsubscribe(ObjectNode mail) {
    if (unsubscribe == null && (oneClick || unsubscribeMail != null)) {
      throw CommandFailed.usage("--unsubscribe-mail and --one-click go with --unsubscribe URL.");
    }
    if (unsubscribe != null) {
      ObjectNode list = mail.putObject("list_unsubscribe").put("url", unsubscribe);
      put(list, "mailto", unsubscribeMail);
      list.put("one_click", oneClick);
    }
  }

  private static void put(ObjectNode mail, String field, String value) {
    if (value != null) {
      mail.put(field, value);
    }
  }

  private static void putAll(ObjectNode mail, String field, List<String> values) {
    values.forEach(value -> mail.withArray(field).add(value));
  }

  private static ObjectNode attachment(Path file) {
    try {
      return MailJson.mapper()
          .createObjectNode()
          .put("filename", file.getFileName().toString())
          .put("content", Files.readAllBytes(file));
    } catch (IOException e) {
      throw CommandFailed.usage("--attach: can't read the file " + file);
    }
  }
}
