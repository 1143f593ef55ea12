package dev.firmtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.cli.pages.Candidates;
import dev.firmtrail.cli.pages.Topics;
import dev.firmtrail.testkit.wire.Replay;
import dev.firmtrail.testkit.wire.WireLog;
import dev.firmtrail.testkit.wire.WireRequest;
import dev.firmtrail.testkit.wire.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shell is told, by the protocol of the published program. */
class CandidatesTest {
  private final List<String> asked = new ArrayList<>();
  private final Candidates candidates =
      new Candidates(
          Commands.roots(),
          new Candidates.Nicks() {
            @Override
            public List<String> repositories(String word) {
              asked.add(word);
              return List.of("alice/dev1", "alice/dev2");
            }

            @Override
            public List<String> devices(String word) {
              return List.of("dev1");
            }
          });

  @TempDir Path directory;

  private List<String> of(String... words) {
    return candidates.of(List.of(words));
  }

  @Test
  void offersCommandsAndTheirMembers() {
    assertThat(of("")).contains("init", "status", "device", "help").doesNotContain("s", "");
    assertThat(of("sta")).containsExactly("status");
    assertThat(of("device", "")).contains("create");
    assertThat(of("dev", "cr")).containsExactly("create");
    assertThat(of()).contains("init");
  }

  @Test
  void aWholeCommandIsOfferedAndCountsAsFinished() {
    assertThat(of("device")).contains("device", "create");
    assertThat(of("status")).containsExactly("status");
    assertThat(of("clone")).containsExactly("clone");
    assertThat(asked).as("nothing to ask the hub yet").isEmpty();
  }

  @Test
  void offersFlagsOfTheProgramAndOfTheCommand() {
    assertThat(of("--comp")).containsExactly("--compat");
    assertThat(of("commit", "--m")).containsExactly("--message");
    assertThat(of("commit", "-")).contains("-m", "--message", "--help", "--json");
    assertThat(of("--config-dir", "x", "commit", "--m")).containsExactly("--message");
    assertThat(of("commit", "-m", "")).isEmpty();
    assertThat(of("commit", "--", "-")).isEmpty();
    assertThat(of("--color=n")).containsExactly("--color=auto", "--color=never");
    assertThat(of("--color", "")).containsExactly("auto", "never");
    assertThat(of("sig", "keygen", "--algorithm", "")).containsExactly("es256", "es384", "rs256");
    assertThat(of("sig", "revoke", "--reason=n")).contains("--reason=not-used");
  }

  @Test
  void offersTopicsSettingsAndShells() {
    assertThat(of("help", "")).containsAll(Topics.NAMES).contains("status");
    assertThat(of("help", "fo")).containsExactly("formats");
    assertThat(of("config", "")).contains("pager", "compat");
    assertThat(of("completion", "")).containsExactly("bash", "zsh", "fish");
    assertThat(of("nonsense", "")).isEmpty();
  }

  @Test
  void asksTheHubForRepositoriesOnly() {
    assertThat(of("clone", "al")).containsExactly("alice/dev1", "alice/dev2");
    assertThat(of("device", "get", "d")).containsExactly("dev1");
    assertThat(of("status", "al")).isEmpty();
    assertThat(of("clone", "")).isEmpty();
    assertThat(asked).containsExactly("al");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clone",
        "deploy",
        "diff",
        "fastcopy",
        "get",
        "inspect",
        "merge",
        "post",
        "put",
        "remoteinfo",
        "show",
        "stepinfo",
        "steps"
      })
  void whateverTakesARepositoryCompletesIt(String command) {
    assertThat(of(command, "al")).containsExactly("alice/dev1", "alice/dev2");
  }

  @Test
  void theRunPrintsOneALineAndTouchesNothing() {
    Ran ran = Ran.pvr(directory, directory, "devi", Candidates.REQUEST);
    assertThat(ran).isEqualTo(new Ran(0, "device\n", ""));
    assertThat(Ran.pvr(directory, directory, "clone", "", Candidates.REQUEST))
        .isEqualTo(new Ran(0, "", ""));
    assertThat(Ran.pvr(directory, directory, "--color=n", Candidates.REQUEST).out())
        .isEqualTo("--color=auto\n--color=never\n");
    assertThat(Ran.pvr(directory, directory, "nope", "x", Candidates.REQUEST))
        .isEqualTo(new Ran(0, "", ""));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void completesUsersAndDevicesAsRecorded() throws IOException {
    Map<String, String> expected =
        Map.of(
            "66-complete-clone", "",
            "67-complete-clone-loggedin", "alice/\n",
            "68-complete-dev-loggedin", "alice/dev1\nalice/dev2\n",
            "69-complete-dev", "");
    for (String name : expected.keySet()) {
      WireLog log = WireLog.named(name);
      Replay replay = new Replay(log);
      try (WireServer server =
          WireServer.start((request, self) -> replay.answer(decoded(request), self))) {
        String url = server.url().toString();
        Path config = Files.createDirectories(directory.resolve(name).resolve(".pvr"));
        String auth = log.file("auth.json after").replace(WireLog.RECORDED_BASE, url);
        Files.writeString(config.resolve("auth.json"), auth);
        List<String> arguments = log.command().subList(1, log.command().size());
        Ran ran =
            Ran.with(
                directory,
                directory.resolve(name),
                Map.of("PVR_BASEURL", url),
                Terminals.NONE,
                arguments.toArray(String[]::new));
        assertThat(ran).as(name).isEqualTo(new Ran(0, expected.getOrDefault(name, ""), ""));
        assertThat(config.resolve("auth.json")).hasContent(auth);
      }
    }
  }

  /** The published program sends {@code ^} as it is, which no URL may hold. */
  private static WireRequest decoded(WireRequest request) {
    return new WireRequest(
        request.method(), request.path().replace("%5E", "^"), request.headers(), request.body());
  }
}
