package dev.firmtrail.hub.web;

import dev.firmtrail.signatures.ClientAuthorities;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets every client shake hands, whatever certificate it shows: one that nobody vouches for is no
 * reason to refuse the rest of what a client may do, and whoever needs a good one asks {@link
 * Call#clientCertificates} and judges. That the client holds the key, the handshake itself proves.
 */
final class AnyClient extends X509ExtendedTrustManager {
  private final X509Certificate[] asked;

  /**
   * @param authorities whose names a client is told, so that it can choose
   */
  AnyClient(ClientAuthorities authorities) {
    this.asked = authorities.certificates().toArray(X509Certificate[]::new);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return asked.clone();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw noServer();
  }

  private static CertificateException noServer() {
    return new CertificateException("the hub is nobody's client");
  }
}
