package dev.firmtrail.hub.metrics;

import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Everything that the hub counts, and the route that shows it in Prometheus's text format. Safe for
 * use by many threads.
 */
public final class MetricsRoom {
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  public MetricsRoom(Database database) {
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
    Info.builder()
        .name("firmtrail_build_info")
        .help("The version of this program.")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version());
    GaugeWithCallback.builder()
        .name("firmtrail_database_writes_waiting")
        .help("Writes that no transaction has taken yet.")
        .callback(callback -> callback.call((double) database.load().waiting()))
        .register(registry);
    count(database, "writes", "Writes that were tried.", Database.Load::writes);
    count(
        database,
        "transactions",
        "Transactions in which they were, each with a sync of the disk.",
        Database.Load::transactions);
  }

  private void count(
      Database database, String what, String help, ToLongFunction<Database.Load> number) {
    CounterWithCallback.builder()
        .name("firmtrail_database_" + what + "_total")
        .help(help)
        .callback(callback -> callback.call((double) number.applyAsLong(database.load())))
        .register(registry);
  }

  private static String version() {
    return Optional.ofNullable(MetricsRoom.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** Where others register what they count. */
  public PrometheusRegistry registry() {
    return registry;
  }

  public List<Route> routes() {
    return List.of(Route.get("/metrics", Access.OPERATOR, Need.NOTHING, this::show));
  }

  private Answer show(Call call) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    return new Answer.Text(
        new LinkedHashMap<>(), TEXT_FORMAT, out.toString(StandardCharsets.UTF_8));
  }
}
