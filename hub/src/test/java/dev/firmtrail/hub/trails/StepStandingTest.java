package dev.firmtrail.hub.trails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.events.Event;
import dev.firmtrail.hub.events.EventKind;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.state.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The status of a step follows from its events by the documented rule, in whatever order. */
class StepStandingTest {
  private static final int ORDERS = 200;
  private static final Prn DEVICE = Prn.ofDevice(new HubId("0123456789abcdef01234567"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QUEUED QUEUED DOWNLOADING DOWNLOADING INPROGRESS INPROGRESS TESTING DONE DONE",
        "WONTGO",
        "WONTGO WONTGO QUEUED",
        "QUEUED INPROGRESS TESTING TESTING TESTING TESTING TESTING TESTING UPDATED",
        "DOWNLOADING INPROGRESS TESTING ERROR ERROR",
        "QUEUED DOWNLOADING INPROGRESS TESTING INPROGRESS DONE",
        "INPROGRESS TESTING UPDATED INPROGRESS TESTING DONE",
        "UPDATED ERROR UPDATED WONTGO DONE",
        "NEW NEW UNKNOWN SYNCING QUEUED CANCELLED CANCEL DONE",
        "cancel NEW QUEUED DOWNLOADING INPROGRESS TESTING DONE",
        "INPROGRESS wontgo INPROGRESS TESTING DONE UNKNOWN",
        "cancel INPROGRESS wontgo WONTGO DONE NEW UPDATED"
      })
  void isWhatTheTableSaysInEveryOrder(String told) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> words = new ArrayList<>(List.of(told.split(" ")));
    for (String first : List.of(StepStanding.NEW, StepStanding.DONE)) {
      for (int order = 0; order < ORDERS; order++) {
        check(first, words, "seed " + seed + ": " + first + ", " + words);
        Collections.shuffle(words, random);
      }
    }
  }

  private static void check(String first, List<String> words, String name) {
    List<StatusRule.Told> told = new ArrayList<>();
    StepStanding standing = StepStanding.first(first);
    for (String word : words) {
      if (isRefused(word, standing.status())) {
        continue;
      }
      Event event = event(told.size(), word);
      standing = standing.after(event);
      told.add(new StatusRule.Told(event.kind().word(), word));
      StatusRule.Shown shown = StatusRule.of(first, told);
      assertThat(standing.status()).as(name).isEqualTo(shown.status());
      assertThat(standing.decidedBy())
          .as(name)
          .isEqualTo(shown.decider() < 0 ? OptionalLong.empty() : OptionalLong.of(shown.decider()));
      assertThat(standing.progress().string("status")).as(name).contains(standing.status());
      assertThat(standing.reported()).as(name).isEqualTo(Optional.of(event.created()));
    }
  }

  /** What an owner may not do is never an event. */
  private static boolean isRefused(String word, String status) {
    return (word.equals("cancel") && !status.equals("NEW"))
        || (word.equals("wontgo") && !status.equals("INPROGRESS"));
  }

  private static Event event(int seq, String word) {
    EventKind kind =
        switch (word) {
          case "cancel" -> EventKind.CANCEL;
          case "wontgo" -> EventKind.WONTGO;
          default -> EventKind.PROGRESS;
        };
    JsonObject report =
        JsonObject.builder().put("status", word).put("status-msg", "message " + seq).build();
    return new Event(
        DEVICE,
        seq,
        kind,
        OptionalLong.of(1),
        DEVICE,
        Instant.EPOCH.plusSeconds(seq),
        JsonObject.builder().put("report", report).build());
  }
}
