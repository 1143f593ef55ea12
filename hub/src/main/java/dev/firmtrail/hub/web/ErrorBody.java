package dev.firmtrail.hub.web;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The two shapes of an error ({@code docs/formats/hub.md}, Errors). Safe for use by many threads.
 */
final class ErrorBody {
  private static final long NANOS = 1_000_000_000L;

  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  ErrorBody(InstantSource clock) {
    this.clock = clock;
  }

  /** What the API itself refuses; each has an id of its own, which the log has too. */
  JsonObject application(int status, String message) {
    return JsonObject.builder()
        .put("error", "REST-ERR-ID-" + nextId())
        .put("msg", message)
        .put("code", status)
        .build();
  }

  /** What is refused before the API is asked. */
  static Json framework(String message) {
    return JsonObject.builder().put("Error", message).build();
  }

  private long nextId() {
    Instant now = clock.instant();
    long nanos = now.getEpochSecond() * NANOS + now.getNano();
    return last.updateAndGet(before -> Math.max(before + 1, nanos));
  }
}
