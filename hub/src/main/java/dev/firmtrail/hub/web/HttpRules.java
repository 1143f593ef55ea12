package dev.firmtrail.hub.web;

import io.javalin.config.JettyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/**
 * How strictly HTTP itself is read, and how long anybody may take ({@code docs/formats/hub.md},
 * HTTP).
 */
final class HttpRules {
  private static final int HEADER_BYTES = 8 * 1024;

  /** How long running requests have to finish when the hub stops. */
  private static final Duration STOP = Duration.ofSeconds(30);

  private HttpRules() {}

  static void apply(JettyConfig jetty, Listening listening, RequestMetrics metrics) {
    jetty.modifyHttpConfiguration(rules -> rules(rules, listening.proxies()));
    jetty.modifyServer(server -> server(server, metrics));
    jetty.addConnector((server, rules) -> connector(server, rules, listening));
  }

  private static void rules(HttpConfiguration rules, TrustedProxies proxies) {
    rules.setSendServerVersion(false);
    rules.setRequestHeaderSize(HEADER_BYTES);
    // A memory of header lines for each connection: where a proxy sends what all devices ask over a
    // few, each token pushes the one before out, which was a fifth of what a poll cost.
    rules.setHeaderCacheSize(0);
    rules.addCustomizer((request, answer) -> new OneMethod(request));
    rules.addCustomizer(HttpRules::closeAfterOne);
    if (!proxies.networks().isEmpty()) {
      rules.addCustomizer((request, answer) -> Forwarded.of(request, proxies));
    }
    // Old devices send the whole URL in the request line and another port in Host; nothing here
    // reads either.
    rules.setHttpCompliance(
        HttpCompliance.RFC9110.with("firmtrail", HttpCompliance.Violation.MISMATCHED_AUTHORITY));
  }

  /** Old devices wait for the end of the connection: they are told, and get it. */
  private static Request closeAfterOne(Request request, HttpFields.Mutable answer) {
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0) {
      answer.put(HttpHeader.CONNECTION, "close");
    }
    return request;
  }

  /**
   * A request whose method is that of its first line: the library above would believe a header,
   * which a proxy before us that lets only some methods pass does not look at.
   */
  private static final class OneMethod extends Request.Wrapper {
    private static final String OVERRIDE = "X-HTTP-Method-Override";

    OneMethod(Request request) {
      super(request);
    }

    @Override
    public HttpFields getHeaders() {
      HttpFields headers = super.getHeaders();
      return headers.contains(OVERRIDE) ? HttpFields.build(headers).remove(OVERRIDE) : headers;
    }
  }

  private static void server(Server server, RequestMetrics metrics) {
    server.setStopTimeout(STOP.toMillis());
    server.setErrorHandler(new JsonErrors());
    server.setRequestLog(new RequestLog.Collection(new RequestLogLine(), metrics));
    server.setHandler(new GracefulHandler(metrics.around(new RequestId.Around())));
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration rules, Listening listening) {
    Limits limits = listening.limits();
    ServerConnector connector = new ServerConnector(server, 1, 1, layers(rules, listening.tls()));
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.addBean(new PaceWatch(connector, limits));
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    connector.setShutdownIdleTimeout(Duration.ofSeconds(1).toMillis());
    try {
      connector.open(listening.channel());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return connector;
  }

  /** What a connection is made of, the outermost first. */
  private static ConnectionFactory[] layers(HttpConfiguration rules, Optional<Tls> tls) {
    HttpConnectionFactory http = new HttpConnectionFactory(rules);
    return Stream.concat(
            tls.map(outer -> outer.around(http.getProtocol())).stream(), Stream.of(http))
        .toArray(ConnectionFactory[]::new);
  }
}
