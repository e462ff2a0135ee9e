package io.dromail.mail;

import java.util.List;

/**
 * A door doesn't take a request. Carries the status and the name of the contract's error table.
 * Nothing is logged: the sender is told.
 */
public final class Refused extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String name;
  private final transient List<Detail> details;

  /**
   * Refuses with details.
   *
   * @param status the HTTP status
   * @param name a name of the contract, such as {@code invalid_recipient}
   * @param message one sentence for the developer who sent the request
   */
  public Refused(int status, String name, String message, List<Detail> details) {
    super(message, null, false, false);
    this.status = status;
    this.name = name;
    this.details = List.copyOf(details);
  }

  /** Refuses for one field: status 422. */
  public static Refused field(String name, String field, String reason) {
    return new Refused(422, name, field + ": " + reason, List.of(new Detail(field, reason)));
  }

  /** Refuses without details. */
  public static Refused because(int status, String name, String message) {
    return new Refused(status, name, message, List.of());
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The name in the contract's error table. */
  public String name() {
    return name;
  }

  /** Which fields are wrong, and why; may be empty. */
  public List<Detail> details() {
    return details;
  }

  /**
   * The same about a mail of a batch.
   *
   * @param prefix where the mail is, such as {@code [3].}
   */
  public Refused under(String prefix) {
    return new Refused(
        status,
        name,
        prefix + getMessage(),
        details.stream().map(d -> new Detail(prefix + d.field(), d.reason())).toList());
  }

  /**
   * One thing that is wrong with a request.
   *
   * @param field where, such as {@code attachments[1].content}
   * @param reason what is wrong, for a person
   */
  public record Detail(String field, String reason) {}
}
