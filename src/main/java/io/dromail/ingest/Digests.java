package io.dromail.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** SHA-256, which every Java has, and what derives from it. */
final class Digests {

  private Digests() {}

  static byte[] sha256(byte[] bytes) {
    return digest().digest(bytes);
  }

  /** The digest of several parts, in hexadecimal. */
  static String hex(byte[]... parts) {
    MessageDigest digest = digest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The digest of a beginning and a request, in hexadecimal. */
  static String hex(byte[] beginning, RequestSource request) throws IOException {
    MessageDigest digest = digest();
    digest.update(beginning);
    try (InputStream in = new DigestInputStream(request.from(0), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A UUID that is always the same for the same name (UUIDv8, RFC 9562 section 5.8). */
  static UUID uuid(byte[] name) {
    ByteBuffer digest = ByteBuffer.wrap(sha256(name));
    long high = digest.getLong() & 0xffffffffffff0fffL | 0x8000L;
    long low = digest.getLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
    return new UUID(high, low);
  }

  static byte[] sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return digest.digest();
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
