package io.dromail.send;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes the TLS sockets of a profile, with authorities of its own if it has some, and remembers the
 * last one that a thread made: Angus Mail doesn't tell which protocol was agreed on, nor what its
 * connection is.
 */
final class TlsSockets extends SSLSocketFactory {

  private final SSLSocketFactory sockets;
  private final ThreadLocal<Secured> last = new ThreadLocal<>();

  private TlsSockets(SSLSocketFactory sockets) {
    this.sockets = sockets;
  }

  /** With whatever judges certificates. */
  static TlsSockets judgedBy(TrustManager... judges) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, judges, null);
    return new TlsSockets(context.getSocketFactory());
  }

  /**
   * With what is trusted.
   *
   * @param certificateAuthority a PEM file, or null for the JDK's authorities
   * @throws IllegalArgumentException with the rest of a sentence, if the file can't be used
   */
  static TlsSockets trusting(String certificateAuthority) {
    try {
      return certificateAuthority == null
          ? new TlsSockets(SSLContext.getDefault().getSocketFactory())
          : judgedBy(judges(certificateAuthority));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "certificateAuthority: no certificates can be read from "
              + certificateAuthority
              + ": "
              + e.getMessage());
    }
  }

  /** The last one that this thread made, or null. */
  Secured take() {
    Secured socket = last.get();
    last.remove();
    return socket;
  }

  /**
   * A connection with TLS.
   *
   * @param below the socket that TLS uses, or the same
   */
  record Secured(SSLSocket socket, Socket below) {
    /** Such as TLSv1.3. */
    String protocol() {
      return socket.getSession().getProtocol();
    }
  }

  /**
   * Who judges certificates.
   *
   * @param pem a file with authorities, or null for the JDK's, which are read anew
   */
  static TrustManager[] judges(String pem) throws IOException, GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(pem == null ? null : authorities(Path.of(pem)));
    return trust.getTrustManagers();
  }

  private static KeyStore authorities(Path pem) throws IOException, GeneralSecurityException {
    KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(pem))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IOException("there is none in it");
      }
      for (Certificate certificate : certificates) {
        authorities.setCertificateEntry("ca-" + authorities.size(), certificate);
      }
    }
    return authorities;
  }

  private Socket noted(Socket socket, Socket below) {
    last.set(new Secured((SSLSocket) socket, below));
    return socket;
  }

  private Socket noted(Socket socket) {
    return noted(socket, socket);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket() throws IOException {
    return noted(sockets.createSocket());
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return noted(sockets.createSocket(socket, host, port, autoClose), socket);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return noted(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return noted(sockets.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return noted(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return noted(sockets.createSocket(host, port, local, localPort));
  }
}
