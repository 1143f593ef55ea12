package dev.firmtrail.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pins check and pins explain. */
class PinsCommandTest {
  @TempDir Path directory;
  private Path build;

  @BeforeEach
  void makeBuild() throws IOException {
    build = Files.createDirectories(directory.resolve("build"));
    Files.createDirectories(build.resolve("app"));
    Files.writeString(build.resolve("app/Dockerfile"), "FROM scratch\nFROM debian:12\n");
    Files.writeString(
        build.resolve("p.yml"),
        "header:\n  version: 16\nrepos:\n  core:\n    url: https://git.example.org/c.git\n");
  }

  private Ran pvr(int code, String... arguments) {
    Ran ran = Ran.pvr(build, directory, arguments);
    assertThat(ran.code()).as(ran.toString()).isEqualTo(code);
    return ran;
  }

  private static JsonObject json(Ran ran) throws Exception {
    return JsonReader.readObject(ran.out().getBytes(StandardCharsets.UTF_8));
  }

  private static int size(JsonObject json, String member) {
    return ((JsonArray) json.get(member).orElseThrow()).items().size();
  }

  @Test
  void readsLikeACompiler() {
    assertThat(pvr(1, "pins", "check").out())
        .isEqualTo(
            """
            app/Dockerfile:2: error: image "debian:12" is named by the tag 12, which can move [IMG001]
                 2 | FROM debian:12
                   = Write the digest behind the tag: `debian:12@sha256:…`.
            p.yml:4:3: error: repository "core" names neither commit nor branch and has no commit [KAS001]
                 4 |   core:
                   |   ^
                   = Write `commit:` with the 40 digits and keep `branch:`, or run `kas lock` and commit the lock file that it writes.
            2 errors in 2 files; 0 allowed, 0 known; pvr pins explain RULE says why
            """);
    assertThat(pvr(1, "pins", "check", "app").out()).startsWith("Dockerfile:2: error");
  }

  @Test
  void aBaselineTakesOutWhatWasThere() throws Exception {
    pvr(0, "pins", "check", "--write-baseline", "base.json");
    assertThat(pvr(0, "pins", "check", "--baseline", "base.json").out())
        .isEqualTo("all pinned in 3 files; 0 allowed, 2 known\n");
    Files.writeString(build.resolve("app/Dockerfile"), "\nFROM debian:12\nFROM debian:13\n");
    JsonObject json = json(pvr(1, "pins", "check", "--baseline", "base.json", "--json"));
    assertThat(size(json, "findings")).isEqualTo(1);
    assertThat(size(json, "known")).isEqualTo(2);
    assertThat(json.toString()).contains("debian:13");
  }

  @Test
  void settingsSayWhatFailsAndWhatIsAllowed() throws Exception {
    Files.writeString(
        build.resolve("pins.yaml"),
        """
        exclude: [app/**]
        allow:
          - rule: KAS001
            files: p.yml
            until: 2999-12-31
            reason: we watch it
          - rule: IMG001
            files: "**"
            until: 2999-12-31
            reason: nothing like it is left
        """);
    Ran ran = pvr(0, "pins", "check", "--json");
    assertThat(size(json(ran), "allowed")).isEqualTo(1);
    assertThat(ran.out()).contains("we watch it");
    assertThat(ran.err()).contains("line 7: IMG001 in ** is allowed, and nothing of it was found");
    Files.writeString(build.resolve("pins.yaml"), "fail-on: all\n");
    assertThat(pvr(3, "pins", "check").err())
        .contains("pins.yaml: line 1, column 10: error, warning or note is expected");
  }

  @Test
  void onlyWhatIsBadEnoughFails() throws IOException {
    Files.writeString(build.resolve("p.yml"), "header:\n  version: 16\nrepos:\n  a:\nenv:\n  X:\n");
    Files.delete(build.resolve("app/Dockerfile"));
    assertThat(pvr(0, "pins", "check").out()).contains("p.yml:6:3: note:", "1 note in 1 file");
    pvr(1, "pins", "check", "--fail-on", "note");
    pvr(3, "pins", "check", "--fail-on", "all");
    pvr(3, "pins", "check", "nowhere");
    pvr(3, "pins", "check", "--baseline", "p.yml");
    pvr(3, "pins", "check", "--format", "xml");
  }

  @Test
  void checkoutsOfOthersAreNamedAndLeftOut() throws IOException {
    Files.createDirectories(build.resolve("layers/meta/.git"));
    Files.writeString(build.resolve("layers/meta/Dockerfile"), "FROM debian:12\n");
    Ran ran = pvr(1, "pins", "check");
    assertThat(ran.out()).doesNotContain("layers");
    assertThat(ran.err())
        .contains("Not looked at: 1 checkout of other repositories, such as layers/meta");
  }

  @Test
  void aRuleIsExplained() throws Exception {
    assertThat(pvr(0, "pins", "explain", "kas001").out())
        .startsWith("KAS001: A repository follows a branch\nerror, certain\n\n")
        .contains("kas lock");
    assertThat(json(pvr(0, "pins", "explain", "KAS001", "--json")).string("level"))
        .contains("error");
    assertThat(pvr(0, "pins", "explain").out()).contains("YOC004 error");
    assertThat(pvr(1, "pins", "explain", "KAS999").err()).contains("there is no rule KAS999");
  }
}
