package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.testkit.wire.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device whose making breaks off before it has its first step gets that from the same again. */
class DeviceCreateTest {
  @TempDir Path directory;
  private Place ada;
  private HubBehind hub;
  private Path ws;

  @BeforeEach
  void start() throws IOException {
    hub = new HubBehind(directory.resolve("hub"));
    ada = new Place(directory);
    ada.person("ada", hub.url());
    ws = ada.workspace("ws", Map.of("app/run.json", "{}", "app/root", "content"));
  }

  @AfterEach
  void stop() {
    hub.close();
    ada.close();
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(ada.config())) {
      return files.filter(file -> file.getFileName().toString().startsWith("unfinished-")).toList();
    }
  }

  private void breakAt(String line, Answer instead) {
    hub.put((request, real) -> request.line().equals(line) ? instead : real.get());
  }

  private void isFinishedByTheSameAgain(Ran broken) throws IOException {
    assertThat(broken.code()).isNotZero();
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err()).endsWith("; the same again finishes it: pvr device create box\n");
    assertThat(kept()).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept().getFirst())))
        .isEqualTo("rw-------");

    hub.put((request, real) -> real.get());
    JsonObject made = Place.json(ada.pvr(ws, "device", "create", "box", "--json"));
    assertThat(made.string("nick")).contains("box");
    assertThat(broken.err()).doesNotContain(Place.text(made, "secret"));
    assertThat(hub.lines()).filteredOn("POST /devices/"::equals).hasSize(1);
    assertThat(ada.ok(directory, "id", "ada/box/steps/0").out())
        .isEqualTo(ada.ok(ws, "id", "@").out());
    assertThat(kept()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /auth/login", "POST /trails/"})
  void theHubDies(String line) throws IOException {
    breakAt(line, new Answer.Nothing());
    isFinishedByTheSameAgain(ada.pvr(ws, "device", "create", "box"));
  }

  @Test
  void theHubRefuses() throws IOException {
    breakAt("POST /trails/", Answer.json(507, "{\"Error\":\"no room\"}"));
    Ran refused = ada.pvr(ws, "device", "create", "box");
    assertThat(refused.err()).contains("507 (no room)");
    isFinishedByTheSameAgain(refused);
  }

  @Test
  void onlyTheAnswerIsLost() throws IOException {
    loseTheAnswerOf("POST /trails/");
    isFinishedByTheSameAgain(ada.pvr(ws, "device", "create", "box"));
  }

  @Test
  void anotherStateIsNotTakenForTheOneThatWasStored() throws IOException {
    loseTheAnswerOf("POST /trails/");
    ada.pvr(ws, "device", "create", "box");
    hub.put((request, real) -> real.get());
    ada.commit(ws, Map.of("app/root", "other"));
    Ran other = ada.pvr(ws, "device", "create", "box");
    assertThat(other.code()).isNotZero();
    assertThat(other.err()).contains("409");
  }

  private void loseTheAnswerOf(String line) {
    hub.put((request, real) -> {
      Answer answer = real.get();
      return request.line().equals(line) ? new Answer.Nothing() : answer;
    });
  }

  /** Somebody else's device of that nick is never touched. */
  @Test
  void whatCannotLogInAnyMoreIsNotUsed() throws IOException {
    breakAt("POST /trails/", new Answer.Nothing());
    ada.pvr(ws, "device", "create", "box");
    breakAt("POST /auth/login", Answer.json(401, "{\"Error\":\"no\"}"));
    Ran again = ada.pvr(ws, "device", "create", "box");
    assertThat(again.err()).contains("409");
    assertThat(hub.lines()).filteredOn("POST /devices/"::equals).hasSize(2);
  }
}
