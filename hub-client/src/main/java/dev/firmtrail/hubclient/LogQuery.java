package dev.firmtrail.hubclient;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which lines of the devices' logs are wanted. An empty text asks for all.
 *
 * @param devices ids, nicks or PRNs with commas between
 * @param sources with commas between, as are the next two
 * @param revision that ran when a line was written
 * @param after the moment after which lines are wanted; hubs look at whole seconds
 * @param before the moment at which following ends
 */
public record LogQuery(
    String devices,
    String sources,
    String levels,
    String platforms,
    OptionalLong revision,
    Optional<Instant> after,
    Optional<Instant> before) {
  /** As many lines as a hub gives at once. */
  private static final int PAGE = 3000;

  LogQuery from(Instant moment) {
    return new LogQuery(devices, sources, levels, platforms, revision, Optional.of(moment), before);
  }

  URI at(URI hub) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("cursor", "true");
    parameters.put("page", Integer.toString(PAGE));
    parameters.put("sort", "time-created");
    after.ifPresent(moment -> parameters.put("after", seconds(moment)));
    before.ifPresent(moment -> parameters.put("before", seconds(moment)));
    revision.ifPresent(number -> parameters.put("rev", Long.toString(number)));
    putIfAsked(parameters, "dev", devices);
    putIfAsked(parameters, "src", sources);
    putIfAsked(parameters, "lvl", levels);
    putIfAsked(parameters, "plat", platforms);
    return URI.create(
        Addresses.under(hub, "logs/")
            + "?"
            + parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + Addresses.escaped(p.getValue()))
                .collect(Collectors.joining("&")));
  }

  private static void putIfAsked(Map<String, String> parameters, String name, String value) {
    if (!value.isEmpty()) {
      parameters.put(name, value);
    }
  }

  private static String seconds(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
