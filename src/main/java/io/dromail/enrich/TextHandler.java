package io.dromail.enrich;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.OutputStream;

/** The content of a text, which writes itself at once instead of block by block. */
final class TextHandler extends DataHandler {

  private final byte[] text;

  TextHandler(byte[] text, String type) {
    super(new ByteArrayDataSource(text, type));
    this.text = text;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(text);
  }
}
