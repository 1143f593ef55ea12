package dev.firmtrail.hubclient;

import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the logs of devices: page by page to the newest line, then asking again every second from
 * there on. A line that a hub delivers twice is given once. For one thread.
 */
public final class DeviceLogs {
  /** Bounds the memory that a hub can make us use; no second has so many lines. */
  private static final int MOST_REMEMBERED = 100_000;

  private final Session session;
  private final HubAddresses addresses;
  private final Duration pause;

  DeviceLogs(Session session, HubAddresses addresses, Duration pause) {
    this.session = session;
    this.addresses = addresses;
    this.pause = pause;
  }

  /** Takes what came, oldest first; perhaps nothing. */
  public interface Reader {
    void take(List<LogEntry> entries) throws IOException;
  }

  private record Page(List<LogEntry> entries, Optional<String> cursor) {
    static Page of(JsonObject answer) {
      List<LogEntry> entries = new ArrayList<>();
      if (answer.get("entries").orElse(Json.Literal.NULL) instanceof JsonArray(List<Json> items)) {
        for (Json item : items) {
          if (item instanceof JsonObject document) {
            entries.add(new LogEntry(document));
          }
        }
      }
      return new Page(entries, answer.string("next-cursor").filter(text -> !text.isEmpty()));
    }
  }

  /**
   * Hands on lines as they come. Ends when {@link LogQuery#before} has come, else never but by an
   * exception; interrupting the thread ends it at once.
   *
   * @throws HubException the hub could not be asked, after the usual further tries
   */
  public void follow(LogQuery query, Clock clock, Reader reader) throws IOException {
    Position position = new Position(query);
    while (true) {
      Instant begun = clock.instant();
      round(position, reader);
      if (query.before().filter(end -> !begun.isBefore(end)).isPresent()) {
        return;
      }
      Patience.pause(pause);
    }
  }

  private void round(Position position, Reader reader) throws IOException {
    Call first = Call.get(position.query().at(addresses.hub()));
    Optional<Page> page =
        Optional.of(Page.of(session.call(first, Session.Access.PERSON).document("read the logs")));
    while (page.isPresent() && !page.get().entries().isEmpty()) {
      reader.take(position.fresh(page.get().entries()));
      page = next(page.get());
    }
  }

  /**
   * What comes behind a page. Each cursor can be used once and not for long; one that fails is no
   * harm, since the next round begins behind the last line that came.
   */
  private Optional<Page> next(Page page) throws IOException {
    if (page.cursor().isEmpty()) {
      return Optional.empty();
    }
    byte[] body =
        JsonWriter.CANONICAL.bytes(
            JsonObject.builder().put("next-cursor", page.cursor().get()).build());
    Call call =
        Call.post(Addresses.under(addresses.hub(), "logs/cursor"), body).thatTakesForbidden();
    try {
      Reply reply = session.call(call, Session.Access.PERSON);
      return reply.status() == Reply.OK
          ? Optional.of(Page.of(reply.object("read the logs")))
          : Optional.empty();
    } catch (HubException failed) {
      if (failed.kind() == HubException.Kind.UNREACHABLE) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /**
   * Up to where the lines have come. Hubs look at whole seconds, so the lines of the last one are
   * delivered again.
   */
  private static final class Position {
    private LogQuery query;
    private final Set<String> ofLastSecond = new HashSet<>();

    Position(LogQuery query) {
      this.query = query;
    }

    LogQuery query() {
      return query;
    }

    List<LogEntry> fresh(List<LogEntry> entries) {
      List<LogEntry> fresh = new ArrayList<>();
      for (LogEntry entry : entries) {
        Optional<Instant> second =
            entry.time().map(time -> time.toInstant().truncatedTo(ChronoUnit.SECONDS));
        if (second.isPresent() && !second.equals(query.after())) {
          query = query.from(second.get());
          ofLastSecond.clear();
        } else if (ofLastSecond.size() == MOST_REMEMBERED) {
          ofLastSecond.clear();
        }
        if (ofLastSecond.add(entry.key())) {
          fresh.add(entry);
        }
      }
      return fresh;
    }
  }
}
