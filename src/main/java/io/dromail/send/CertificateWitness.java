package io.dromail.send;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Sees the certificate of a server, also of one that is refused then; it trusts whom the profile
 * trusts. For one connection.
 */
final class CertificateWitness extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager judge;
  private X509Certificate certificate;
  private String protocol;
  private boolean trusted;

  private CertificateWitness(X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  /** Looks on while a profile's connections are judged as always. */
  static CertificateWitness of(ProfileSettings profile) {
    try {
      return new CertificateWitness(
          (X509ExtendedTrustManager) TlsSockets.judges(profile.certificateAuthority())[0]);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** The sockets that it sees. */
  TlsSockets sockets() {
    try {
      return TlsSockets.judgedBy(this);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** The server's certificate, or null if none came. */
  X509Certificate certificate() {
    return certificate;
  }

  /** Such as {@code TLSv1.3}. */
  String protocol() {
    return protocol;
  }

  /** Whether it was good. */
  boolean trusted() {
    return trusted;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    SSLSession handshake = ((SSLSocket) socket).getHandshakeSession();
    saw(chain, handshake == null ? "TLS" : handshake.getProtocol());
    judge.checkServerTrusted(chain, type, socket);
    trusted = true;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    saw(chain, "TLS");
    judge.checkServerTrusted(chain, type, engine);
    trusted = true;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    saw(chain, "TLS");
    judge.checkServerTrusted(chain, type);
    trusted = true;
  }

  private void saw(X509Certificate[] chain, String how) {
    certificate = List.of(chain).get(0);
    protocol = how;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    judge.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }
}
