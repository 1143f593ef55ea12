package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.dist.KnownDevice.Kind;
import dev.firmtrail.dist.KnownDevice.Line;
import dev.firmtrail.dist.KnownDevice.Said;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonString;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds what a hub has of one device against what it acknowledged: nothing is missing, nothing is
 * there that nobody said, and all is in the order in which it was said.
 */
final class DeviceCheck {
  private final KnownDevice device;
  private final Set<Long> heard = new HashSet<>();
  private final Map<Long, String> steps = new HashMap<>();
  private final Map<String, Integer> kinds = new HashMap<>();
  private Map<String, Json> meta = new TreeMap<>();
  private long lastSerial = -1;

  private DeviceCheck(KnownDevice device) {
    this.device = device;
  }

  /**
   * Reads all events of a device.
   *
   * @param reader the calls of its owner, or its own
   */
  static void checkEvents(KnownDevice device, HubCalls reader) throws IOException {
    DeviceCheck check = new DeviceCheck(device);
    check.read(reader);
    check.compare();
    assertThat(reader.get("/devices/" + device.id).object("device-meta"))
        .as("what %s says of itself", device.id)
        .contains(check.metaNow());
  }

  private void read(HubCalls reader) throws IOException {
    String path = "/firmtrail/v1/devices/" + device.id + "/events?from=";
    long seq = 0;
    Instant before = Instant.EPOCH;
    List<JsonObject> page = reader.list(path + 0);
    while (!page.isEmpty()) {
      for (JsonObject event : page) {
        assertThat(event.integer("seq")).as("%s", event).contains(seq++);
        assertThat(event.string("subject")).contains(device.prn);
        Instant created = Instant.parse(event.string("created").orElseThrow());
        assertThat(created).as("%s", event).isAfterOrEqualTo(before);
        before = created;
        take(event);
      }
      page = reader.list(path + seq);
    }
  }

  private void take(JsonObject event) {
    String kind = event.string("kind").orElseThrow();
    kinds.merge(kind, 1, Integer::sum);
    JsonObject body = event.object("body").orElseThrow();
    long rev = event.integer("rev").orElse(0L);
    switch (kind) {
      case "posted" -> {
        assertThat(rev).as("%s", event).isEqualTo(steps.size() + 1L);
        steps.put(rev, body.string("state").orElseThrow());
      }
      case "progress" -> {
        JsonObject report = body.object("report").orElseThrow();
        hear(report.integer("serial").orElseThrow(), Kind.PROGRESS, rev, report);
      }
      case "device-meta" -> {
        fold(body);
        hear(
            metaNow().object("storage").orElseThrow().integer("free").orElseThrow(),
            Kind.META,
            0,
            metaNow());
      }
      default -> assertThat(kind).isIn("registered", "claimed", "begun");
    }
  }

  private void hear(long serial, Kind kind, long rev, JsonObject body) {
    assertThat(serial)
        .as("%s said this once, behind %d", device.id, lastSerial)
        .isGreaterThan(lastSerial);
    lastSerial = serial;
    Said said = device.said.get((int) serial);
    assertThat(said).isEqualTo(new Said(kind, rev, body, said.acknowledged()));
    heard.add(serial);
  }

  private void fold(JsonObject difference) {
    Map<String, Json> now = new TreeMap<>(meta);
    difference
        .get("gone")
        .map(gone -> ((JsonArray) gone).items())
        .orElse(List.of())
        .forEach(name -> now.remove(((JsonString) name).value()));
    now.putAll(difference.object("set").orElse(JsonObject.EMPTY).members());
    meta = now;
  }

  private JsonObject metaNow() {
    return JsonObject.builder().putAll(meta).build();
  }

  private void compare() {
    List<Said> missing = new ArrayList<>();
    for (int serial = 0; serial < device.said.size(); serial++) {
      if (device.said.get(serial).acknowledged() && !heard.contains((long) serial)) {
        missing.add(device.said.get(serial));
      }
    }
    assertThat(missing).as("what %s said, acknowledged and not there", device.id).isEmpty();
    assertThat(steps).as("acknowledged steps of %s", device.id).containsAllEntriesOf(device.posted);
    assertThat(device.sent)
        .as("states that were sent to %s", device.id)
        .containsAll(steps.values());
    assertThat(steps.values()).as("each was posted once").doesNotHaveDuplicates();
    assertThat(kinds).as(device.id).containsEntry("registered", 1);
    if (device.isClaimed()) {
      assertThat(kinds).as(device.id).containsEntry("claimed", 1);
    }
    if (device.hasBegun()) {
      assertThat(kinds).as(device.id).containsEntry("begun", 1);
    }
  }

  /**
   * Looks for the lines of devices' logs.
   *
   * @param logged what the hub has of all of them
   */
  static void checkLines(Collection<KnownDevice> devices, List<String> logged) {
    Map<String, Map<String, Integer>> byDevice = new HashMap<>();
    for (String message : logged) {
      byDevice
          .computeIfAbsent(message.substring(0, message.indexOf('\t')), id -> new LinkedHashMap<>())
          .merge(message, 1, Integer::sum);
    }
    for (KnownDevice device : devices) {
      Map<String, Integer> found = Optional.ofNullable(byDevice.remove(device.id)).orElse(Map.of());
      assertThat(found.keySet())
          .as("the order of lines of %s", device.id)
          .containsExactlyElementsOf(present(device, found.keySet()));
      device.lines.forEach((message, line) ->
          assertThat(found.getOrDefault(message, 0))
              .as("how often there is %s", message)
              .isBetween(line.acknowledged() ? 1 : 0, most(line)));
    }
    assertThat(byDevice).as("lines of devices that are not there").isEmpty();
  }

  private static int most(Line line) {
    return line.unanswered() + (line.acknowledged() ? 1 : 0);
  }

  private static Set<String> present(KnownDevice device, Set<String> found) {
    Set<String> present = new LinkedHashSet<>(device.lines.keySet());
    present.retainAll(found);
    return present;
  }
}
