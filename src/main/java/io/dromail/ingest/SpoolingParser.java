package io.dromail.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dromail.mail.MailJson;
import io.dromail.mail.Spool;
import io.dromail.mail.SpooledContent;
import java.io.IOException;
import java.io.InputStream;

/**
 * Parses a request, and leads large contents of attachments from its source straight into the
 * spool, so that they are never in memory; in the trees that it reads a {@link SpooledText} is in
 * their place. Used by one thread.
 */
final class SpoolingParser extends JsonParserDelegate {

  /** No mail may be that large, whatever the settings say. */
  private static final long CONTENT_AT_MOST = 100_000_000;

  /** The base64 of what stays in its mail. */
  private static final int TEXT_AT_MOST = Spool.INLINE_AT_MOST / 3 * 4;

  private final RequestSource source;
  private final Spool spool;
  private final Nodes nodes = new Nodes();
  private SpooledText spooled;

  private SpoolingParser(JsonParser parser, RequestSource source, Spool spool) {
    super(parser);
    this.source = source;
    this.spool = spool;
  }

  /** A parser of a request, which leads nothing anywhere if it's small or there is no spool. */
  static JsonParser of(RequestSource source, Spool spool) throws IOException {
    JsonParser parser = MailJson.mapper().createParser(source.from(0));
    parser.enable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    return spool.isOn() && source.size() > TEXT_AT_MOST
        ? new SpoolingParser(parser, source, spool)
        : parser;
  }

  /** Reads the value that comes next. */
  static JsonNode tree(ObjectReader reader, JsonParser parser) throws IOException {
    return parser instanceof SpoolingParser spooling
        ? reader.with(spooling.nodes).readTree(spooling)
        : reader.readTree(parser);
  }

  @Override
  public String getText() throws IOException {
    if (hasToken(JsonToken.VALUE_STRING) && isContent(getParsingContext())) {
      long begin = currentTokenLocation().getByteOffset();
      if (isLong(begin)) {
        spooled = spool(begin);
        return spooled.textValue();
      }
    }
    return super.getText();
  }

  /** Whether this is {@code attachments[…].content} of a mail, not of what its template prints. */
  private static boolean isContent(JsonStreamContext object) {
    JsonStreamContext array = object.getParent();
    return "content".equals(object.getCurrentName())
        && array != null
        && array.inArray()
        && "attachments".equals(array.getParent().getCurrentName())
        && isMail(array.getParent());
  }

  /** Whether it's the request, one of a batch, or one of the {@code emails} of a job file. */
  private static boolean isMail(JsonStreamContext object) {
    JsonStreamContext above = object.getParent();
    if (!above.inArray()) {
      return above.inRoot();
    }
    JsonStreamContext many = above.getParent();
    return many.inRoot() || "emails".equals(many.getCurrentName()) && many.getParent().inRoot();
  }

  /** Looks ahead to the end of a text; not in UTF-16, whose places aren't known. */
  private boolean isLong(long begin) throws IOException {
    if (begin < 0) {
      return false;
    }
    try (InputStream in = source.from(begin)) {
      int length = in.read() == '"' ? 0 : -1;
      for (int next = 0; length >= 0 && length <= TEXT_AT_MOST && next != '"'; length++) {
        next = in.read();
        length = next < 0 ? -2 : length;
      }
      return length > TEXT_AT_MOST;
    }
  }

  /** Reads the text a second time, from its source, as bytes; this parser skips it afterwards. */
  private SpooledText spool(long begin) throws IOException {
    try (InputStream in = source.from(begin);
        JsonParser text = MailJson.mapper().createParser(in)) {
      text.nextToken();
      SpooledContent content = spool.keep(out -> text.readBinaryValue(out), CONTENT_AT_MOST);
      return content == null ? SpooledText.tooLarge() : SpooledText.of(content);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return SpooledText.notBase64();
    }
  }

  /** Makes the nodes of a tree; Jackson asks for the text of a node and then for the node. */
  private final class Nodes extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("StringEquality")
    public TextNode textNode(String text) {
      return spooled != null && text == spooled.textValue() ? spooled : super.textNode(text);
    }
  }
}
