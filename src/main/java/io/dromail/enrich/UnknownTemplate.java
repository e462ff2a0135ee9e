package io.dromail.enrich;

import io.dromail.mail.PermanentFailure;

/** A mail names a template that isn't there (any more). */
public final class UnknownTemplate extends PermanentFailure {

  private static final long serialVersionUID = 1L;

  UnknownTemplate(String template) {
    super("there is no template " + template, null);
  }
}
