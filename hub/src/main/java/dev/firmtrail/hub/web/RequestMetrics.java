package dev.firmtrail.hub.web;

import io.javalin.http.Context;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Counts requests, their bytes and their time ({@code docs/run-a-hub.md}, Metrics). A label is the
 * pattern of a route, its method or the first digit of a status, never anything that a client
 * wrote: the number of series is bounded by the list of routes. Safe for use by many threads.
 */
public final class RequestMetrics implements RequestLog {
  /** The route and the method of what was none of ours. */
  private static final String NONE = "none";

  private static final String ATTRIBUTE = RequestMetrics.class.getName();
  private static final double NANOS = 1e9;

  /** In seconds: from a read out of memory to an upload over a slow line. */
  private static final double[] BOUNDS = {0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 300};

  private final Gauge running;
  private final Counter requests;
  private final Histogram durations;
  private final Counter received;
  private final Counter sent;

  public RequestMetrics(PrometheusRegistry registry) {
    this.running =
        Gauge.builder()
            .name("firmtrail_http_requests_running")
            .help("Requests that have begun and not ended.")
            .register(registry);
    this.requests =
        Counter.builder()
            .name("firmtrail_http_requests_total")
            .help("Requests that have ended, by route, method and class of status.")
            .labelNames("route", "method", "status")
            .register(registry);
    this.durations =
        Histogram.builder()
            .name("firmtrail_http_request_duration_seconds")
            .unit(Unit.SECONDS)
            .help("From the first byte of a request to the end of its answer.")
            .labelNames("route", "method")
            .classicOnly()
            .classicUpperBounds(BOUNDS)
            .register(registry);
    this.received = bytes(registry, "received", "Bytes of the bodies of requests.");
    this.sent = bytes(registry, "sent", "Bytes of the bodies of answers.");
  }

  private static Counter bytes(PrometheusRegistry registry, String way, String help) {
    return Counter.builder()
        .name("firmtrail_http_" + way + "_bytes_total")
        .unit(Unit.BYTES)
        .help(help)
        .labelNames("route", "method")
        .register(registry);
  }

  /** A request turned out to be one of this route's. */
  static void note(Context context, Route route) {
    context.req().setAttribute(ATTRIBUTE, route);
  }

  /** Counts what runs inside of another handler. */
  Handler.Wrapper around(Handler.Wrapper inner) {
    return new Handler.Wrapper(inner) {
      @Override
      public boolean handle(Request request, Response response, Callback callback)
          throws Exception {
        running.inc();
        Request.addCompletionListener(request, failure -> running.dec());
        return super.handle(request, response, callback);
      }
    };
  }

  /** A request has ended. HEAD is counted as the GET that it stands for. */
  @Override
  public void log(Request request, Response response) {
    String path = NONE;
    String method = NONE;
    if (request.getAttribute(ATTRIBUTE) instanceof Route route) {
      path = route.path();
      method = route.method().name();
    }
    requests.labelValues(path, method, response.getStatus() / 100 + "xx").inc();
    durations
        .labelValues(path, method)
        .observe((System.nanoTime() - request.getBeginNanoTime()) / NANOS);
    received.labelValues(path, method).inc(Math.max(0, Request.getContentBytesRead(request)));
    sent.labelValues(path, method).inc(Math.max(0, Response.getContentBytesWritten(response)));
  }
}
