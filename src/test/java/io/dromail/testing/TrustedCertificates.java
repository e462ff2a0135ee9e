package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Has this Java trust one certificate and no other, as far as it reads its trust store anew, until
 * it's closed.
 */
public final class TrustedCertificates implements AutoCloseable {

  private static final String STORE = "javax.net.ssl.trustStore";
  private static final String PASSWORD = "javax.net.ssl.trustStorePassword";

  private final String storeBefore = System.getProperty(STORE);
  private final String passwordBefore = System.getProperty(PASSWORD);

  private TrustedCertificates(Path store) {
    System.setProperty(STORE, store.toString());
    System.setProperty(PASSWORD, "only-for-tests");
  }

  public static TrustedCertificates only(TestCertificates trusted, Path folder) {
    try {
      Path store = Files.createTempFile(folder, "trusted", ".p12");
      return new TrustedCertificates(trusted.saveTrustStore(store, "only-for-tests"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    restore(STORE, storeBefore);
    restore(PASSWORD, passwordBefore);
  }

  private static void restore(String property, String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }
}
