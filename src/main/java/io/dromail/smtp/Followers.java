package io.dromail.smtp;

/**
 * The mails that may travel behind another one on its connection (RFC 2920 section 3.1: a mail's
 * content may be followed by further commands). Asked by the thread of the mail in front.
 */
public interface Followers {

  /** Nobody follows. */
  Followers NONE =
      new Followers() {
        @Override
        public Letter next() {
          return null;
        }

        @Override
        public void contentLeft() {}
      };

  /**
   * The mail whose envelope leaves together with this one's content; it has to be {@link
   * Dialogue#follow followed up} with {@code envelopeLeft}. Null if none waits.
   */
  Letter next();

  /**
   * The content has left, with the envelope of the next mail if there was one; if not, one mail may
   * follow until this one's thread comes back.
   */
  void contentLeft();
}
