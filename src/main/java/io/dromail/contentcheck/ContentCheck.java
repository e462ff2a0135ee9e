package io.dromail.contentcheck;

import io.dromail.mail.AddressMask;
import io.dromail.mail.Checked;
import io.dromail.mail.OutgoingMail;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;

/**
 * Lets a finished mail pass, or doesn't: spamd gives its score. A mail about which spamd says
 * nothing fails for now, and so is tried again by the retry schedule. Thread-safe.
 */
public final class ContentCheck implements Checked {

  private final Spamd spamd;
  private final double limit;
  private final int sizeLimit;
  private volatile String lastFailure;

  /**
   * Connects with the first mail.
   *
   * @param spamd host:port, or empty: every mail passes
   * @param limit the score at which a mail no longer passes; an object, since Camel gives a whole
   *     number to no constructor that takes a double
   * @param sizeLimit larger mails pass unchecked, in bytes
   * @param timeoutSeconds for each mail
   */
  public ContentCheck(String spamd, Double limit, int sizeLimit, int timeoutSeconds) {
    this.spamd = spamd.isEmpty() ? null : new Spamd(spamd, timeoutSeconds);
    this.limit = limit;
    this.sizeLimit = sizeLimit;
  }

  /**
   * Checks a mail.
   *
   * @throws ContentRejected if it scores too much
   * @throws NoVerdict if spamd can't be asked, or doesn't say
   */
  public void check(@Body OutgoingMail mail)
      throws ContentRejected, MessagingException, IOException {
    if (spamd == null) {
      return;
    }
    Optional<byte[]> bytes = MailBytes.of(mail, sizeLimit);
    if (bytes.isEmpty()) {
      return;
    }
    Verdict verdict = ask(bytes.get());
    if (verdict.score() >= limit) {
      throw new ContentRejected(verdict.score(), limit, verdict.rules());
    }
  }

  private Verdict ask(byte[] mail) throws NoVerdict {
    try {
      Verdict verdict = spamd.judge(mail);
      lastFailure = null;
      return verdict;
    } catch (NoVerdict e) {
      lastFailure = AddressMask.PLAIN.mask(e.getMessage());
      throw e;
    }
  }

  @Override
  public String component() {
    return "content-check";
  }

  /** False while the last mail got no verdict. */
  @Override
  public boolean isUp() {
    return lastFailure == null;
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("spamd", spamd == null ? "off" : spamd.toString());
    String failure = lastFailure;
    if (failure != null) {
      details.put("last_failure", failure);
    }
    return details;
  }
}
