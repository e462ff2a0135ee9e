package io.dromail.mail;

import java.util.Set;

/** Knows what became of mails that were accepted before; the journal's side of "sent once". */
@FunctionalInterface
public interface SettledRecipients {

  /**
   * The addresses of a mail that need no further attempt: a server took the mail for them, or it
   * was canceled.
   *
   * @param id the mail's
   * @return empty if there are none, or the journal doesn't know the mail
   * @throws JournalUnavailable when nobody can tell now
   */
  Set<String> of(String id) throws JournalUnavailable;
}
