package dev.firmtrail.hub.trails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.events.EventKind;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Rates;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device ran at a moment follows from its events by the documented rule. */
class RunningTest {
  private static final Prn DEVICE = Prn.ofDevice(new HubId("0123456789abcdef01234567"));
  private static final Prn OTHER = Prn.ofDevice(new HubId("0123456789abcdef01234568"));

  /** An event is told at each even second; the odd ones lie between. */
  private static final long STEP = 2;

  private static final List<String> WORDS =
      List.of(
          "begun",
          "meta=0",
          "meta=1",
          "meta=2",
          "meta=locals/x",
          "quiet",
          "0:DONE",
          "1:NEW",
          "1:QUEUED",
          "1:INPROGRESS",
          "1:TESTING",
          "1:UPDATED",
          "1:DONE",
          "1:ERROR",
          "1:WONTGO",
          "2:DOWNLOADING",
          "2:INPROGRESS",
          "2:TESTING",
          "2:DONE",
          "2:ERROR");

  private final AtomicLong now = new AtomicLong();

  private void tell(Events events, Handle handle, Prn device, String word) {
    if (word.equals("begun")) {
      events.append(handle, device, EventKind.BEGUN, 0, device, JsonObject.EMPTY);
    } else if (word.indexOf(':') > 0) {
      int colon = word.indexOf(':');
      JsonObject report = JsonObject.builder().put("status", word.substring(colon + 1)).build();
      events.append(
          handle,
          device,
          EventKind.PROGRESS,
          Long.parseLong(word.substring(0, colon)),
          device,
          JsonObject.builder().put("report", report).build());
    } else {
      JsonObject.Builder set = JsonObject.builder().put("storage", "free");
      if (word.startsWith("meta=")) {
        set.put("pantavisor.revision", word.substring(5));
      }
      events.append(
          handle,
          device,
          EventKind.DEVICE_META,
          device,
          JsonObject.builder().put("set", set.build()).build());
    }
  }

  private static String answer(Handle handle, long at, Optional<Long> seen) {
    return switch (Running.at(
        handle, DEVICE, Instant.ofEpochSecond(at), seen.map(Instant::ofEpochSecond))) {
      case Running.Claimed claimed -> Long.toString(claimed.evidence().rev().orElseThrow());
      case Running.Gap gap -> gap.why().name();
    };
  }

  /**
   * Each word is {@code event>answer}: what ran when the hub had just taken the event, {@code ?}
   * for a gap. The device is seen until the end.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // An update with a reboot; its final word twice, the second after the next step was asked
        // for.
        "begun>0 meta=0>0 1:QUEUED>0 1:QUEUED>0 1:DOWNLOADING>0 1:INPROGRESS>? 1:INPROGRESS>?"
            + " 1:TESTING>1 1:DONE>1 2:QUEUED>1 1:DONE>1 meta=1>1",
        // One without; a container that is slow to be stable.
        "begun>0 1:QUEUED>0 1:INPROGRESS>? 1:INPROGRESS>? 1:TESTING>1 1:TESTING>1 1:TESTING>1 1:UPDATED>1"
            + " 1:UPDATED>1",
        // And the reboot that decides it: well, and not.
        "begun>0 1:INPROGRESS>? 1:TESTING>1 1:UPDATED>1 1:INPROGRESS>1 1:TESTING>1 1:DONE>1",
        "begun>0 1:INPROGRESS>? 1:TESTING>1 1:UPDATED>1 1:ERROR>? meta=0>0",
        // Refused, as the first and only word.
        "begun>0 1:WONTGO>0 1:WONTGO>0 quiet>0",
        // Words that got lost on the way to running it.
        "begun>0 1:TESTING>1 1:DONE>1",
        "begun>0 1:DONE>1 1:DONE>1",
        // A power cut in TESTING.
        "begun>0 1:INPROGRESS>? 1:TESTING>1 1:INPROGRESS>1 1:TESTING>1 1:DONE>1",
        // The simulated device.
        "begun>0 0:DONE>0 1:DOWNLOADING>0 1:INPROGRESS>? 1:TESTING>1 1:INPROGRESS>1 1:DONE>1",
        // A rollback; the revision is said again, then the error, then the error with its log.
        "begun>0 meta=0>0 1:INPROGRESS>? 1:TESTING>1 meta=1>1 1:ERROR>? meta=0>0 1:ERROR>? quiet>? meta=0>0",
        // A rollback that the hub heard of only afterwards.
        "begun>0 meta=0>0 1:INPROGRESS>? meta=0>0 1:ERROR>? 1:ERROR>? meta=0>0",
        // What is no step.
        "begun>0 meta=locals/x>? quiet>? meta=locals/x>? 1:INPROGRESS>? meta=1>1",
        // A late word counts until the next.
        "begun>0 1:DONE>1 2:INPROGRESS>? 2:DONE>2 1:DONE>1 meta=2>2",
        // At work on two at once, as far as the hub hears.
        "begun>0 1:DONE>1 2:INPROGRESS>? 1:INPROGRESS>? 1:ERROR>? 2:QUEUED>?",
        // Before it began.
        "quiet>? 1:INPROGRESS>? 1:ERROR>? begun>0"
      })
  void isItsLastWordUnlessItLeft(String history, @TempDir Path directory) throws IOException {
    try (Database database = Database.open(directory.resolve("hub.db"))) {
      Events events = new Events(database, Rates.STANDARD, () -> Instant.ofEpochSecond(now.get()));
      List<String> words = List.of(history.split(" +"));
      for (String word : words) {
        now.addAndGet(STEP);
        database.write(handle -> {
          tell(events, handle, DEVICE, word.replaceFirst(">.*", ""));
          return 0;
        });
      }
      List<String> answers =
          database.read(handle -> {
            List<String> found = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
              String answer = answer(handle, (i + 1) * STEP, Optional.of(now.get()));
              found.add(
                  words.get(i).replaceFirst(">.*", ">" + (answer.matches("\\d+") ? answer : "?")));
            }
            return found;
          });
      assertThat(answers).isEqualTo(words);
    }
  }

  @Test
  void isKnownBetweenEqualWordsAndUpToTheLastSight(@TempDir Path directory) throws IOException {
    try (Database database = Database.open(directory.resolve("hub.db"))) {
      Events events = new Events(database, Rates.STANDARD, () -> Instant.ofEpochSecond(now.get()));
      for (String word : List.of("begun", "meta=0", "meta=1", "2:INPROGRESS")) {
        now.addAndGet(STEP);
        database.write(handle -> {
          tell(events, handle, DEVICE, word);
          return 0;
        });
      }
      database.read(handle -> {
        assertThat(answer(handle, 1, Optional.empty())).isEqualTo("NOT_BEGUN");
        assertThat(answer(handle, 3, Optional.empty())).isEqualTo("0");
        assertThat(answer(handle, 5, Optional.empty())).isEqualTo("CHANGED");
        assertThat(answer(handle, 7, Optional.empty())).isEqualTo("1");
        assertThat(answer(handle, 9, Optional.of(20L))).isEqualTo("LEFT");
        return 0;
      });
      now.addAndGet(STEP);
      database.write(handle -> {
        tell(events, handle, DEVICE, "2:DONE");
        return 0;
      });
      database.read(handle -> {
        assertThat(answer(handle, 10, Optional.empty())).isEqualTo("2");
        assertThat(answer(handle, 11, Optional.empty())).isEqualTo("NOT_SEEN");
        assertThat(answer(handle, 11, Optional.of(11L))).isEqualTo("2");
        assertThat(answer(handle, 12, Optional.of(11L))).isEqualTo("NOT_SEEN");
        return 0;
      });
    }
  }

  @Test
  void isWhatTheSlowRuleSaysOfAnyHistoryAtAnyTime(@TempDir Path directory) throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int history = 0; history < 60; history++) {
      try (Database database = Database.open(directory.resolve("hub" + history))) {
        check(database, random, "seed " + seed + ", history " + history);
      }
    }
  }

  private void check(Database database, Random random, String name) {
    Events events = new Events(database, Rates.STANDARD, () -> Instant.ofEpochSecond(now.get()));
    now.set(0);
    List<RunningRule.Told> told = new ArrayList<>();
    database.write(handle -> {
      int count = random.nextInt(1, 25);
      boolean began = random.nextInt(4) == 0;
      for (int i = 0; i < count; i++) {
        // Often at the same time as the one before.
        now.addAndGet(random.nextInt(3));
        String word = WORDS.get(began ? random.nextInt(1, WORDS.size()) : 0);
        began = true;
        tell(events, handle, DEVICE, word);
        tell(events, handle, OTHER, WORDS.get(random.nextInt(WORDS.size())));
        told.add(new RunningRule.Told(now.get(), word));
      }
      return 0;
    });
    long seen = now.get() + random.nextInt(3);
    database.read(handle -> {
      for (long at = -1; at < now.get() + 5; at++) {
        assertThat(answer(handle, at, Optional.of(seen)))
            .as("%s: %s at %d, seen %d", name, told, at, seen)
            .isEqualTo(RunningRule.of(told, at, seen));
      }
      return 0;
    });
  }
}
