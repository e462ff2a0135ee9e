package io.dromail.sign;

/**
 * A DKIM key that can't sign; the message is the one sentence that the operator reads. It never has
 * the key in it, nor a cause that might.
 */
public final class BadKey extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Says which and what is wrong.
   *
   * @param bean its name in {@code domains.camel.yaml}
   * @param what to follow the name, such as "has no selector"
   */
  BadKey(String bean, String what) {
    super("The DKIM key " + bean + " " + what + ".", null, false, false);
  }
}
