package io.dromail.contentcheck;

import io.dromail.mail.PermanentFailure;
import java.util.List;
import java.util.Locale;

/** A mail scores too much for it to go out. */
public final class ContentRejected extends PermanentFailure {

  private static final long serialVersionUID = 1L;

  ContentRejected(double score, double limit, List<String> rules) {
    super(
        String.format(
            Locale.ROOT, "content check: %.1f of %.1f: %s", score, limit, String.join(", ", rules)),
        null);
  }
}
