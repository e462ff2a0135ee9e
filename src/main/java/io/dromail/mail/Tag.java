package io.dromail.mail;

/**
 * A label for searching and statistics; it is never sent.
 *
 * @param name up to 256 characters of {@code [A-Za-z0-9_-]}
 * @param value as {@code name}
 */
public record Tag(String name, String value) {}
