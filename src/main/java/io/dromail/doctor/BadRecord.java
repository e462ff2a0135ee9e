package io.dromail.doctor;

/** A record that receivers can't read; the message says where, as a part of a sentence. */
final class BadRecord extends Exception {

  private static final long serialVersionUID = 1L;

  BadRecord(String words) {
    super(words, null, false, false);
  }
}
