package dev.firmtrail.audit.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.audit.Finding.Kind;
import dev.firmtrail.audit.Verdict;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the files of a deploy directory become a state, and what does not fit. */
class DeployDirectoryTest {
  @TempDir Path directory;

  private void file(String name, String text) throws IOException {
    Path file = directory.resolve("deploy").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void link(String name, String target) throws IOException {
    Path link = directory.resolve("deploy").resolve(name);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }

  private static ObjectId sha(String text) {
    return ObjectId.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A state of objects with these contents, and of JSON where the name says so. */
  private static State state(Map<String, String> contents) throws Exception {
    StringBuilder json = new StringBuilder("{\"#spec\":\"" + State.DEFAULT_SPEC + "\"");
    new TreeMap<>(contents)
        .forEach((path, text) ->
            json.append(",\"")
                .append(path)
                .append("\":")
                .append(path.endsWith(".json") ? text : "\"" + sha(text) + "\""));
    return State.read(json.append("}").toString().getBytes(StandardCharsets.UTF_8));
  }

  private GateReport judge(String map, State against) throws Exception {
    Path gate = directory.resolve("deploy/gate.yaml");
    Files.writeString(gate, map);
    GateFile file = GateFile.read(Files.readAllBytes(gate));
    Build build =
        DeployDirectory.read(directory.resolve("deploy"), file, gate, against, Progress.NONE);
    return Gate.judge(
        build,
        against,
        new Gate.Question(
            "deploy", "state", Set.of(), Policy.NONE, Optional.empty(), Optional.empty(), "pvr 1"),
        Instant.EPOCH,
        Progress.NONE);
  }

  private static List<String> told(GateReport report) {
    return report.findings().stream().map(f -> f.kind() + " " + f.path()).toList();
  }

  @Test
  void namesOfOneFileAreOneFile() throws Exception {
    file("Image--6.6.bin", "kernel");
    link("Image-board.bin", "Image--6.6.bin");
    link("Image", "Image-board.bin");
    GateReport report =
        judge("files: {bsp/kernel.img: 'Image-*.bin'}", state(Map.of("bsp/kernel.img", "kernel")));
    assertThat(report.findings()).isEmpty();
    assertThat(report.verdict()).isEqualTo(Verdict.SAME);
  }

  @Test
  void linksThatLeadOutOrNowhereAreNotFollowed() throws Exception {
    Files.writeString(directory.resolve("outside"), "kernel");
    file("other", "x");
    link("kernel", "../outside");
    link("gone", "nothing");
    link("loop", "loop");
    link("up", "..");
    GateReport report =
        judge(
            "files: {bsp/kernel.img: kernel, bsp/x: other}",
            state(Map.of("bsp/kernel.img", "kernel", "bsp/x", "x")));
    assertThat(told(report))
        .containsExactly("UNKNOWN bsp/kernel.img", "EXTRA gone", "EXTRA loop", "EXTRA up");
    assertThat(report.findings().getFirst().detail()).contains("a link that leads out");
  }

  @Test
  void aDirectoryBehindALinkIsSeenByItsOwnName() throws Exception {
    file("images/root.img", "root");
    link("latest", "images");
    assertThat(
            judge("files: {app/root.img: images/root.img}", state(Map.of("app/root.img", "root")))
                .findings())
        .isEmpty();
  }

  @Test
  void inlineJsonIsComparedByValueAndRawJsonByBytes() throws Exception {
    file("a.json", " { \"b\" : 1.0,  \"a\":2 } ");
    file("raw.json", "{ }");
    State inline = state(Map.of("app/a.json", "{\"a\":2,\"b\":1.0}"));
    assertThat(judge("files: {app/a.json: a.json}\nignore: [raw.json]", inline).findings())
        .isEmpty();
    State raw = state(Map.of("app/a.json", "\"" + sha("{ }") + "\""));
    assertThat(judge("files: {app/a.json: raw.json}\nignore: [a.json]", raw).findings()).isEmpty();
    Files.writeString(directory.resolve("deploy/a.json"), "{\"a\":2,\"a\":2,\"b\":1.0}");
    GateReport report = judge("files: {app/a.json: a.json}\nignore: [raw.json]", inline);
    assertThat(told(report)).containsExactly("DIFFERENT app/a.json");
    assertThat(report.findings().getFirst().detail()).contains("a.json is no JSON");
  }

  @Test
  void pathsThatMakeNoStateAreRefused() throws Exception {
    file("x", "x");
    assertThatThrownBy(() -> judge("files: {a: x, a/b: x}", state(Map.of("a", "x"))))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("both a file and a directory");
  }

  @Test
  void signaturesAreNotTheBuildsToMakeButOtherThingsBesideThemAre() throws Exception {
    file("k", "k");
    State against =
        state(
            Map.of(
                "bsp/k",
                "k",
                "_sigs/bsp.json",
                "{\"#spec\":\"pvs@2\",\"protected\":\"e30\",\"signature\":\"\"}",
                "_sigs/evil",
                "x"));
    GateReport report = judge("files: {bsp/k: k}", against);
    assertThat(told(report)).containsExactly("MISSING _sigs/evil");
    assertThat(report.notes()).hasSize(1);
  }

  /** Random trees and maps, against an oracle that knows only equality of names. */
  @Test
  void whatEveryPathAndFileComesToIsWhatASimpleReadingSays() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 120; round++) {
      clear();
      Map<String, String> files = new TreeMap<>();
      for (int i = random.nextInt(7); i >= 0; i--) {
        files.put(
            (random.nextBoolean() ? "d/" : "")
                + (char) ('a' + random.nextInt(4))
                + "-"
                + random.nextInt(3),
            "content " + random.nextInt(3));
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        file(file.getKey(), file.getValue());
      }
      Map<String, String> map = new LinkedHashMap<>();
      Map<String, String> state = new TreeMap<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        String glob =
            (random.nextBoolean() ? "d/" : "")
                + (char) ('a' + random.nextInt(4))
                + "-"
                + (random.nextBoolean() ? "*" : String.valueOf(random.nextInt(3)));
        map.put("p/" + random.nextInt(6), glob);
      }
      for (int i = random.nextInt(5); i >= 0; i--) {
        state.put("p/" + random.nextInt(6), "content " + random.nextInt(3));
      }
      String ignored = (char) ('a' + random.nextInt(4)) + "-";

      StringBuilder yaml = new StringBuilder("files:\n");
      map.forEach(
          (path, glob) -> yaml.append("  ").append(path).append(": '").append(glob).append("'\n"));
      yaml.append("ignore: ['").append(ignored).append("*']\n");

      assertThat(new TreeSet<>(told(judge(yaml.toString(), state(state)))))
          .as(round + " " + files + "\n" + yaml + state)
          .isEqualTo(expected(files, map, state, ignored));
    }
  }

  private static Set<String> expected(
      Map<String, String> files,
      Map<String, String> map,
      Map<String, String> state,
      String ignored) {
    Set<String> expected = new TreeSet<>();
    Set<String> taken = new HashSet<>();
    map.forEach((path, glob) -> {
      List<String> fitting = new ArrayList<>();
      for (String file : files.keySet()) {
        if (glob.endsWith("*")
            ? file.startsWith(glob.substring(0, glob.length() - 1))
            : file.equals(glob)) {
          fitting.add(file);
        }
      }
      taken.addAll(fitting);
      Optional<String> wanted = Optional.ofNullable(state.get(path));
      if (fitting.size() > 1) {
        expected.add(Kind.UNKNOWN + " " + path);
      } else if (fitting.isEmpty()) {
        expected.add(Kind.MISSING + " " + path);
      } else if (wanted.isEmpty()) {
        expected.add(Kind.EXTRA + " " + path);
      } else if (!wanted.get().equals(files.get(fitting.getFirst()))) {
        expected.add(Kind.DIFFERENT + " " + path);
      }
    });
    state.keySet().stream()
        .filter(path -> !map.containsKey(path))
        .forEach(path -> expected.add(Kind.MISSING + " " + path));
    files.keySet().stream()
        .filter(file -> !taken.contains(file) && !file.startsWith(ignored))
        .forEach(file -> expected.add(Kind.EXTRA + " " + file));
    return expected;
  }

  private void clear() throws IOException {
    Path deploy = Files.createDirectories(directory.resolve("deploy"));
    try (var files = Files.walk(deploy)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.createDirectories(deploy);
  }

  @Test
  void aFindingCarriesBothHashes() throws Exception {
    file("k", "found");
    Finding finding =
        judge("files: {b/k: k}", state(Map.of("b/k", "expected"))).findings().getFirst();
    assertThat(finding.expected()).contains(sha("expected"));
    assertThat(finding.found()).contains(sha("found"));
    assertThat(finding.detail()).isEqualTo("the build has other bytes (k)");
  }

  @Test
  void anotherFormatIsADifferenceOfTheWholeState() throws Exception {
    State one = state(Map.of("app/x", "x"));
    State other = State.of("pantavisor-multi-platform@1", one.entries());
    for (Set<String> parts : List.of(Set.<String>of(), Set.of("app"))) {
      GateReport report =
          Gate.judge(
              Build.of(other, Optional.empty()),
              one,
              new Gate.Question(
                  "a", "b", parts, Policy.NONE, Optional.empty(), Optional.empty(), "pvr 1"),
              Instant.EPOCH,
              Progress.NONE);
      assertThat(told(report)).isEqualTo(parts.isEmpty() ? List.of("DIFFERENT #spec") : List.of());
    }
  }
}
