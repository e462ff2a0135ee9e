package io.dromail.sign;

/**
 * A private key and the domain that it signs for, as {@code domains.camel.yaml} gives it. Nothing
 * is judged here but in {@link SigningKey}, because Camel's own errors quote the value that a
 * setter refuses. The setters exist for the wiring only.
 */
public final class DkimKey {

  private String domain = "";
  private String selector = "";
  private String key = "";
  private String keyFile = "";
  private String canonicalization = "relaxed/relaxed";
  private String from = "";
  private boolean subdomains = true;
  private String exceptHeaders = "";

  String domain() {
    return domain;
  }

  String selector() {
    return selector;
  }

  String key() {
    return key;
  }

  String keyFile() {
    return keyFile;
  }

  String canonicalization() {
    return canonicalization;
  }

  String from() {
    return from;
  }

  boolean subdomains() {
    return subdomains;
  }

  String exceptHeaders() {
    return exceptHeaders;
  }

  /** The domain of the senders, and the signature's {@code d=}. */
  public void setDomain(String domain) {
    this.domain = domain.strip();
  }

  /** Names the key below {@code _domainkey} in the domain (RFC 6376 section 3.1). */
  public void setSelector(String selector) {
    this.selector = selector.strip();
  }

  /** The private key in PEM: PKCS#8, or PKCS#1 for RSA. */
  public void setKey(String pem) {
    this.key = pem.strip();
  }

  /** The file that has the key, instead of the key; relative to the folder of the routes. */
  public void setKeyFile(String file) {
    this.keyFile = file.strip();
  }

  /** Of the header and of the body: {@code relaxed/relaxed}, {@code relaxed/simple} and so on. */
  public void setCanonicalization(String canonicalization) {
    this.canonicalization = canonicalization.strip();
  }

  /** When the key begins to sign: a date (UTC) or a time with an offset; empty for ever. */
  public void setFrom(String from) {
    this.from = from.strip();
  }

  /** Whether it also signs for subdomains that have no key of their own. */
  public void setSubdomains(boolean subdomains) {
    this.subdomains = subdomains;
  }

  /** Headers that aren't signed because the provider writes its own, separated by commas. */
  public void setExceptHeaders(String names) {
    this.exceptHeaders = names.strip();
  }

  @Override
  public String toString() {
    return "the key " + selector + " of " + domain;
  }
}
