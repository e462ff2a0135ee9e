package io.dromail.failures;

/** The one question that the routes decide on. */
public enum FailureKind {
  /** Another attempt may succeed. */
  TRANSIENT,
  /** No attempt can succeed. */
  PERMANENT,
  /** Nobody knows whether the mail was taken; a second attempt might be a second copy. */
  UNKNOWN,
  /** This process is stopping; the mail stays in its queue. */
  INTERRUPTED
}
