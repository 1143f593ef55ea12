package dev.firmtrail.hub.web;

import io.javalin.http.Context;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** The certificates of a connection's own TLS session. No header is believed. */
final class ClientCertificates {
  private ClientCertificates() {}

  static List<X509Certificate> of(Context context) {
    return Optional.ofNullable(
            ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .getSslSessionData())
        .map(EndPoint.SslSessionData::sslSession)
        .map(ClientCertificates::shown)
        .orElse(List.of());
  }

  private static List<X509Certificate> shown(SSLSession session) {
    try {
      return Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
    } catch (SSLPeerUnverifiedException none) {
      return List.of();
    }
  }
}
