package io.dromail.log;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.dromail.mail.AddressMask;
import java.nio.charset.StandardCharsets;

/** Lines for people. Addresses are masked unless {@link #setAddresses} shows them. Thread-safe. */
public final class TextLines extends PatternLayoutEncoder {

  private volatile boolean addresses;

  /** Whether addresses are written out. */
  public void setAddresses(boolean shown) {
    addresses = shown;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = getLayout().doLayout(event);
    return (addresses ? line : AddressMask.PLAIN.mask(line)).getBytes(StandardCharsets.UTF_8);
  }
}
