package io.dromail.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and its self-signed certificate, made by the keytool of the running JDK for one test run.
 * Names are checked against the certificate as RFC 6125 says, so a wrong name or date can be had.
 */
public final class TestCertificates {
  private static final String PASSWORD = "only-for-tests";
  private static final String ALIAS = "smtp";

  private final KeyStore keys;

  private TestCertificates(KeyStore keys) {
    this.keys = keys;
  }

  /** A certificate for localhost and 127.0.0.1. */
  public static TestCertificates selfSigned() {
    return make("dns:localhost,ip:127.0.0.1", "-validity", "2");
  }

  /** The same, good for some days. */
  public static TestCertificates selfSigned(int days) {
    return make("dns:localhost,ip:127.0.0.1", "-validity", String.valueOf(days));
  }

  /** A certificate for another host only. */
  public static TestCertificates selfSignedFor(String host) {
    return make("dns:" + host, "-validity", "2");
  }

  /** A certificate for localhost and 127.0.0.1 that was good until some days ago. */
  public static TestCertificates expired() {
    return make("dns:localhost,ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
  }

  /** For the server: has the key. */
  public SSLContext serverContext() {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For the client: trusts this certificate and no other. */
  public SSLContext clientContext() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trustStore());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key store with nothing but the certificate. */
  public KeyStore trustStore() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(ALIAS, certificate());
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes {@link #trustStore()} as a PKCS #12 file. */
  public Path saveTrustStore(Path file, String password) {
    try (OutputStream out = Files.newOutputStream(file)) {
      trustStore().store(out, password.toCharArray());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate as a PEM block (RFC 7468). */
  public String pem() {
    try {
      byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
      String base64 = Base64.getMimeEncoder(64, newLine).encodeToString(certificate().getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes {@link #pem()} to a temporary file, which goes when the tests end. */
  public Path pemFile() {
    try {
      Path file = Files.createTempFile("test-certificate", ".pem");
      file.toFile().deleteOnExit();
      return Files.writeString(file, pem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The key as a PEM block, for servers that aren't written in Java. */
  public String keyPem() {
    try {
      byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
      byte[] key = keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
      String base64 = Base64.getMimeEncoder(64, newLine).encodeToString(key);
      return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public X509Certificate certificate() {
    try {
      return (X509Certificate) keys.getCertificate(ALIAS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestCertificates make(String names, String... validity) {
    try {
      Path directory = Files.createTempDirectory("test-certificates");
      Path file = directory.resolve("keys.p12");
      try {
        runKeytool(file, names, validity);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
          keys.load(in, PASSWORD.toCharArray());
        }
        return new TestCertificates(keys);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void runKeytool(Path file, String names, String... validity) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", ALIAS, "-dname", "CN=localhost"));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-ext", "san=" + names));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(Arrays.asList(validity));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool ran", e);
    }
  }
}
