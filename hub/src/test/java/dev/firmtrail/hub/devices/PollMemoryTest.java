package dev.firmtrail.hub.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.events.EventKind;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Rates;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered, and what ends it. */
class PollMemoryTest {
  private static final HubId DEVICE = new HubId("0123456789abcdef01234567");
  private static final String ASKED = "/asked";

  private Database database;
  private Events events;
  private PollMemory memory;
  private int readings;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    database = Database.open(directory.resolve("hub.db"));
    events = new Events(database, Rates.STANDARD, InstantSource.system());
    memory = PollMemory.ofThisProcess(events.changes());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void something() {
    Prn prn = Prn.ofDevice(DEVICE);
    database.write(
        handle -> events.append(handle, prn, EventKind.PUBLISHED, prn, JsonObject.EMPTY));
  }

  private String ask() throws IOException {
    Answer answer = memory.answer(DEVICE, ASKED, () -> Answer.okWritten("" + ++readings));
    return ((Answer.Written) answer).json();
  }

  @Test
  void readsAgainOnceSomethingHappened() throws IOException {
    assertThat(ask()).isEqualTo("1");
    assertThat(ask()).isEqualTo("1");
    something();
    assertThat(ask()).isEqualTo("2");
    assertThat(ask()).isEqualTo("2");
  }

  @Test
  void keepsTheAnswersToSeveralQuestionsApart() throws IOException {
    assertThat(ask()).isEqualTo("1");
    Answer answer = memory.answer(DEVICE, "/other", () -> Answer.okWritten("other"));
    assertThat(((Answer.Written) answer).json()).isEqualTo("other");
    assertThat(ask()).isEqualTo("1");
  }

  /** The answer was read before it, so it is given once, and not remembered. */
  @Test
  void doesNotRememberWhatBecameOldWhileItWasRead() throws IOException {
    memory.answer(
        DEVICE,
        ASKED,
        () -> {
          something();
          return Answer.okWritten("old");
        });
    assertThat(ask()).isEqualTo("1");
  }

  @Test
  void remembersNeitherRefusalsNorWhatIsLarge() throws IOException {
    assertThatThrownBy(() ->
            memory.answer(
                DEVICE,
                ASKED,
                () -> {
                  throw Refusal.forbidden("not yet");
                }))
        .isInstanceOf(Refusal.class);
    memory.answer(DEVICE, ASKED, () -> Answer.okWritten("x".repeat((64 << 10) + 1)));
    memory.answer(DEVICE, ASKED, () -> Answer.ok(JsonObject.EMPTY));
    assertThat(ask()).isEqualTo("1");
  }

  /** What a hub of 256 MiB gives to answers is enough for a large fleet. */
  @Test
  void remembersTwoAnswersOfEachOfAHundredThousandDevices() throws IOException {
    PollMemory large = new PollMemory(events.changes(), (256 << 20) / 5);
    for (int round = 0; round < 2; round++) {
      for (int device = 0; device < 100_000; device++) {
        HubId id = new HubId("%024x".formatted(device));
        for (String path : List.of("/trails/" + id + "/steps", "/devices/" + id)) {
          large.answer(
              id,
              path,
              () -> {
                readings++;
                return Answer.okWritten("[]");
              });
        }
      }
    }
    assertThat(readings).isEqualTo(200_000);
  }
}
