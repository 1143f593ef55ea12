package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.hub.Hub;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One person in many windows at once: workspaces that post to one trail, and logins. */
class ManyPostersTest {
  private static final int WORKSPACES = 6;
  private static final int POSTS = 3;

  @TempDir Path directory;

  /** A window: runs of its own in the one home. */
  private Ran pvr(Path workspace, String... arguments) {
    return Ran.pvr(workspace, directory.resolve("home"), arguments);
  }

  @Test
  void everyPostIsARevisionOfItsOwnAndNoneIsLost() throws Exception {
    try (Hub hub = Place.hub(directory.resolve("hub"));
        Place place = new Place(directory)) {
      place.person("ada", hub.url());
      Path first = place.workspace("first", Map.of("kernel", "kernel"));
      place.ok(first, "device", "create", "box");
      List<Future<List<Ran>>> running = new ArrayList<>();
      try (ExecutorService windows = Executors.newFixedThreadPool(WORKSPACES)) {
        for (int i = 0; i < WORKSPACES; i++) {
          String name = "window-" + i;
          running.add(windows.submit(() -> posts(name, hub.url())));
        }
      }
      Set<String> revisions = new HashSet<>();
      for (Future<List<Ran>> each : running) {
        for (Ran ran : each.get()) {
          var said = Place.json(ran);
          String revision = said.string("revision").orElseThrow();
          assertThat(revisions.add(revision)).as("revision %s is one post's", revision).isTrue();
          String id = said.string("id").orElseThrow();
          String url = hub.url() + "/ada/box/" + revision;
          assertThat(pvr(directory, "inspect", url).done().out()).contains("#spec");
          assertThat(pvr(directory, "id", url).done().out()).isEqualTo(id + "\n");
        }
      }
      assertThat(revisions).hasSize(WORKSPACES * POSTS).contains("1", "" + WORKSPACES * POSTS);
      assertThat(pvr(directory, "clone", hub.url() + "/ada/box", "last").code()).isZero();
      assertOneGetsTheRevisionThatAllWant(hub.url());
    }
  }

  private List<Ran> posts(String name, URI hub) throws Exception {
    Path workspace = Files.createDirectory(directory.resolve(name));
    pvr(workspace, "init").done();
    List<Ran> posts = new ArrayList<>();
    for (int i = 0; i < POSTS; i++) {
      Files.writeString(workspace.resolve("same"), "what all of them send");
      Files.writeString(workspace.resolve("own"), name + i);
      pvr(workspace, "add").done();
      pvr(workspace, "commit").done();
      posts.add(pvr(workspace, "post", "--json", hub + "/ada/box").done());
    }
    return posts;
  }

  private void assertOneGetsTheRevisionThatAllWant(URI hub) throws Exception {
    String next = Integer.toString(WORKSPACES * POSTS + 1);
    List<Future<Ran>> running = new ArrayList<>();
    try (ExecutorService windows = Executors.newFixedThreadPool(WORKSPACES)) {
      for (int i = 0; i < WORKSPACES; i++) {
        Path workspace = directory.resolve("window-" + i);
        running.add(windows.submit(() -> pvr(workspace, "post", "--rev", next, hub + "/ada/box")));
      }
    }
    int got = 0;
    for (Future<Ran> each : running) {
      got += each.get().code() == 0 ? 1 : 0;
      if (each.get().code() != 0) {
        assertThat(each.get().code()).isEqualTo(3);
        assertThat(each.get().err()).contains("revision " + next + " is refused: the next one");
      }
    }
    assertThat(got).isEqualTo(1);
  }

  @Test
  void loginsAtTheSameTimeLeaveEveryHubsTokenInOneFile() throws Exception {
    try (Hub one = Place.hub(directory.resolve("one"));
        Hub two = Place.hub(directory.resolve("two"));
        Place place = new Place(directory)) {
      place.person("ada", one.url());
      place.person("ada", two.url());
      Files.delete(place.config().resolve("auth.json"));
      List<Future<Ran>> running = new ArrayList<>();
      try (ExecutorService windows = Executors.newFixedThreadPool(WORKSPACES)) {
        for (int i = 0; i < WORKSPACES; i++) {
          String hub = (i % 2 == 0 ? one : two).url().toString();
          Place window = new Place(directory);
          running.add(
              windows.submit(
                  () -> window.typing("ada\n" + Place.PASSWORD + "\n", directory, "login", hub)));
        }
      }
      for (Future<Ran> each : running) {
        Place.good(each.get());
      }
      for (Hub hub : List.of(one, two)) {
        assertThat(Files.readString(place.config().resolve("auth.json")))
            .contains(hub.url().toString());
        Ran.pvr(directory, directory.resolve("home"), "whoami", hub.url().toString()).done();
      }
      try (Stream<Path> files = Files.list(place.config())) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .noneMatch(name -> name.startsWith(".firmtrail-tmp"));
      }
    }
  }
}
