package dev.firmtrail.hub.web;

import dev.firmtrail.state.Shown;
import java.time.Duration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One log record a request. A path that carries a key to some bytes is cut, a query is left out,
 * and no header is ever written: whoever reads the log learns no secret.
 */
final class RequestLogLine implements RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.firmtrail.hub.requests");

  @Override
  public void log(Request request, Response response) {
    try (MDC.MDCCloseable _ = RequestId.logged(request)) {
      write(request, response);
    }
  }

  private static void write(Request request, Response response) {
    long nanos = System.nanoTime() - request.getBeginNanoTime();
    LoggingEventBuilder line = LOG.atInfo();
    if (ClientLeft.isNoted(request)) {
      line = line.addKeyValue("ended", "client left");
    }
    line.addKeyValue("method", Shown.text(request.getMethod()))
        .addKeyValue("path", Shown.text(redacted(Request.getPathInContext(request))))
        .addKeyValue("status", response.getStatus())
        .addKeyValue("ms", Duration.ofNanos(nanos).toMillis())
        .addKeyValue("received", Request.getContentBytesRead(request))
        .addKeyValue("sent", Response.getContentBytesWritten(response))
        .log("request");
  }

  static String redacted(String path) {
    int second = path.indexOf('/', 1);
    boolean blob = path.startsWith("/local-s3/") || path.startsWith("/s3/");
    return blob ? path.substring(0, second + 1) + "…" : path;
  }
}
