package dev.firmtrail.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.InMemory;
import dev.firmtrail.cli.Pvr;
import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.published.GoJson;
import dev.firmtrail.cli.published.ReadingRules;
import dev.firmtrail.hub.Hub;
import dev.firmtrail.hub.HubConfig;
import dev.firmtrail.testkit.files.Directories;
import dev.firmtrail.testkit.gen.Gen;
import dev.firmtrail.testkit.gen.Property;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done in whatever order, workspaces and hub hold what a model in memory says. */
class ModelTest {
  private static final int ROWS = 1_000;
  private static final int LONGEST_ROW = 20;

  /** The hub's own, for the step that comes with a device. */
  private static final String FIRST_MESSAGE = "Factory State (rev 0)";

  private static final String PASSWORD = "correct horse battery";

  @TempDir(factory = InMemory.class)
  Path directory;

  private int row;

  @Test
  void everyCommandLeavesWhatTheModelSays() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    try (Hub hub = Hub.start(HubConfig.loopback(directory.resolve("hub")))) {
      String url = hub.url().toString();
      type(home, home, "", "register", "-u", "ada", "-p", PASSWORD, "-e", "ada@example.org", url);
      type(home, home, "ada\n" + PASSWORD + "\n", "login", url);
      try (HubView view = new HubView(hub.url(), token(home))) {
        ModelTrail trail = new ModelTrail();
        Path first = Files.createDirectory(directory.resolve("first"));
        ModelWorkspace fresh = new ModelWorkspace("first", new HashMap<>());
        type(home, first, "", "init");
        type(home, first, "", "device", "create", trail.device());
        trail.append(FIRST_MESSAGE, fresh.committed());
        Gen<List<Move>> rows = Gen.lists(Move.moves(), LONGEST_ROW);
        Property.forAll(rows, ROWS, moves -> play(moves, home, view, trail));
        view.checkAll(trail);
      }
    }
    ReadingRules.checkConfiguration(home.resolve(".pvr"));
  }

  private void play(List<Move> moves, Path home, HubView view, ModelTrail trail) throws Exception {
    Path place = Files.createDirectory(directory.resolve("row" + row++));
    World world = new World(place, home, view, trail);
    try {
      for (Move move : moves) {
        world.play(move);
      }
      world.checkAll();
    } catch (AssertionError | Exception failed) {
      throw new AssertionError("type this:\n" + world.script(), failed);
    } finally {
      Directories.remove(place);
    }
  }

  private static void type(Path home, Path where, String typed, String... words) {
    int code =
        Pvr.run(
            List.of(words),
            new Session(
                where,
                home,
                Map.of("HOME", home.toString()),
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Clock.systemUTC(),
                Session.Terminals.NONE));
    assertThat(code).as(words[0]).isZero();
  }

  private static String token(Path home) throws IOException {
    return GoJson.whole(Files.readAllBytes(home.resolve(".pvr/auth.json")))
        .path("tokens")
        .iterator()
        .next()
        .path("access-token")
        .asString();
  }
}
