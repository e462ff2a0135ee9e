package io.dromail.journal;

import java.util.UUID;

/** What a message in {@code mail.journal} tells: a mail was accepted, or something became of it. */
sealed interface JournalEntry permits AcceptedMail, Outcome {

  /** The mail that it's about. */
  UUID mailId();
}
