package dev.firmtrail.hub.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.events.EventKind;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered, and what ends it. */
class PollMemoryTest {
  private static final HubId DEVICE = new HubId("0123456789abcdef01234567");
  private static final PollMemory.Question ASKED = new PollMemory.Question(DEVICE, "/asked");

  private Database database;
  private Events events;
  private PollMemory memory;
  private int readings;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    database = Database.open(directory.resolve("hub.db"));
    events = new Events(database, InstantSource.system());
    memory = new PollMemory(events.changes());
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
    Answer answer = memory.answer(ASKED, () -> Answer.okWritten("" + ++readings));
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
    PollMemory.Question other = new PollMemory.Question(DEVICE, "/other");
    Answer answer = memory.answer(other, () -> Answer.okWritten("other"));
    assertThat(((Answer.Written) answer).json()).isEqualTo("other");
    assertThat(ask()).isEqualTo("1");
  }

  /** The answer was read before it, so it is given once, and not remembered. */
  @Test
  void doesNotRememberWhatBecameOldWhileItWasRead() throws IOException {
    memory.answer(
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
                ASKED,
                () -> {
                  throw Refusal.forbidden("not yet");
                }))
        .isInstanceOf(Refusal.class);
    memory.answer(ASKED, () -> Answer.okWritten("x".repeat((64 << 10) + 1)));
    memory.answer(ASKED, () -> Answer.ok(JsonObject.EMPTY));
    assertThat(ask()).isEqualTo("1");
  }
}
