package io.dromail.send;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a refresh token that the endpoint gave in place of the configured one, readable by its
 * owner only: the first line is a digest of the configured one, the second the token. A newly
 * configured token thus wins over the kept one. Used by one thread at a time.
 */
final class RefreshTokenFile {

  private static final Logger LOG = LoggerFactory.getLogger(RefreshTokenFile.class);
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path file;
  private final String profile;
  private final String configured;

  RefreshTokenFile(Path dataDirectory, String profile, String configured) {
    this.file = dataDirectory.resolve("tokens").resolve(profile + ".refresh-token");
    this.profile = profile;
    this.configured = configured;
  }

  /** The one to use: the kept one, unless another has been configured since. */
  String current() {
    if (!Files.exists(file)) {
      return configured;
    }
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() > 1 && lines.get(0).equals(digest()) ? lines.get(1) : configured;
    } catch (IOException e) {
      LOG.warn(
          "profile {}: {} can't be read, so the configured refresh token is used", profile, file);
      return configured;
    }
  }

  /** Keeps a token; if it can't be written, it's good until the process ends. */
  void keep(String token) {
    try {
      Files.createDirectories(file.getParent(), ownerOnly("rwx------"));
      Path draft = Files.createTempFile(file.getParent(), profile, ".part", ownerOnly("rw-------"));
      try {
        String text = digest() + "\n" + token + "\n";
        Files.writeString(draft, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      LOG.error("profile {}: its new refresh token can't be written to {}: {}", profile, file, e);
    }
  }

  private String digest() {
    try {
      byte[] bytes = configured.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
