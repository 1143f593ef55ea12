package dev.firmtrail.workspace.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hubclient.Dialogue;
import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.HubException;
import dev.firmtrail.hubclient.HubSettings;
import dev.firmtrail.hubclient.ProxySetting;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateId;
import dev.firmtrail.testkit.tar.Tars;
import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireServer;
import dev.firmtrail.workspace.WorkspaceException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveSourceTest {
  private static final String X_ID = ObjectId.of(Shed.bytes("x")).hex();
  private static final String JSON =
      "{\"#spec\":\"pantavisor-service-system@1\",\"f\":\"" + X_ID + "\"}";

  @TempDir Path directory;
  private Shed shed;

  @BeforeEach
  void make() throws Exception {
    shed = Shed.in(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "export-full.tar, 545fc426851f825c007f13ffbc617d6849c22626c8093be2c3b4c0c4a520d490, 10",
    "export-full.tgz, 545fc426851f825c007f13ffbc617d6849c22626c8093be2c3b4c0c4a520d490, 10",
    "export-app1cfg.tar, 94a6dacd74cef56e2506030ebe9cfff9e0d0263eeb3f2d8dda2f2de2d7257578, 4"
  })
  void readsWhatThePublishedProgramExported(String name, String state, int objects)
      throws Exception {
    Import.Report report = shed.take(Shed.VECTORS.resolve(name));

    assertThat(report.state().id()).isEqualTo(new StateId(state));
    assertThat(report.stored()).isEqualTo(objects);
    assertThat(shed.pool().ids()).hasSize(objects).isEqualTo(report.state().objects());
  }

  /** As somebody would make one by hand, of an unpacked archive. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tar cf $OUT json objects",
        "tar cf $OUT .",
        "tar cf $OUT objects ./json",
        "tar czf $OUT --format=v7 .",
        "tar cf $OUT --format=oldgnu .",
        "tar cf $OUT --format=pax json objects",
        "tar cf - . | gzip --name > $OUT",
        "tar cf - . | dd bs=700 2>/dev/null | gzip -1 > $OUT; head -c 0 | gzip >> $OUT",
        "python3 -c 'import tarfile,sys;t=tarfile.open(sys.argv[1],\"w:gz\");t.add(\".\")' $OUT",
        "cd ..; tar cf $OUT --transform='s,^tree/,,' tree/json tree/objects"
      })
  void readsWhatOthersMade(String command) throws Exception {
    State state = shed.state(Map.of("f", "x", "big", "y".repeat(2 << 20), "none", ""));
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Programs.run("tar", "-C", tree.toString(), "-xf", shed.export(state, "x.tar").toString());
    Path made = directory.resolve("made");
    Programs.run("sh", "-c", "cd " + tree + " && " + command.replace("$OUT", made.toString()));
    Shed other = Shed.in(Files.createDirectory(directory.resolve("other")));

    assertThat(other.take(made).state()).isEqualTo(state);

    assertThat(other.pool().ids()).isEqualTo(state.objects());
    assertThat(other.open().pristine()).isEqualTo(state);
  }

  @Test
  void passesOverWhatIsNoPartOfAState() throws Exception {
    String config = Files.readString(directory.resolve("ws/.pvr/config"));
    Path file =
        shed.file(
            "a.tar",
            new Tars()
                .special('5', "./", "")
                .file("./config", "{\"ObjectsDir\":\"/tmp\"}")
                .special('5', "objects/", "")
                .file("objects/not-an-id", "n")
                .pax('g', "comment=by hand")
                .pax('x', "mtime=1.5", "path=./json", "uname=x")
                .file("json", JSON)
                .gnuLongName("a/".repeat(80) + "objects/" + X_ID)
                .file("old/.//objects/" + X_ID, "x")
                .closed());

    Import.Report report = shed.take(file);

    assertThat(report.passedOver()).containsExactly("./config", "objects/not-an-id");
    assertThat(report.checked()).isEqualTo(1);
    assertThat(directory.resolve("ws/.pvr/config")).hasContent(config);
    assertThat(shed.pool().ids()).containsExactly(new ObjectId(X_ID));
  }

  @Test
  void aCutBehindTheLastMemberIsNoHarm() throws Exception {
    byte[] open = new Tars().file("json", JSON).file("objects/" + X_ID, "x").open();
    shed.take(shed.file("a.tar", open));
    assertThat(shed.open().pristine().objects()).containsExactly(new ObjectId(X_ID));
  }

  @Test
  void readsFromAPipe() throws Exception {
    State state = shed.state(Map.of("f", "x"));
    Path archive = shed.export(state, "a.tgz");
    Path pipe = directory.resolve("pipe");
    Programs.run("mkfifo", pipe.toString());
    new ProcessBuilder("sh", "-c", "cat " + archive + " > " + pipe).start();

    assertThat(shed.take(pipe).state()).isEqualTo(state);
  }

  @Test
  void anObjectThatOnlyThePoolHasIsEnoughIfItIsGood() throws Exception {
    Path file = shed.file("a.tar", new Tars().file("json", JSON).closed());
    assertThatThrownBy(() -> shed.take(file))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining(X_ID)
        .hasMessageContaining("nothing was imported");

    shed.put(Shed.bytes("x"));
    assertThat(shed.take(file).checked()).isZero();

    Files.writeString(shed.pool().path(new ObjectId(X_ID)), "y");
    assertThatThrownBy(() -> shed.take(file)).hasMessageContaining("corrupt");
  }

  @Test
  void keepsTheWorkTreeAndWhatWasAdded() throws Exception {
    Files.writeString(directory.resolve("ws/new"), "mine");
    shed.open().add(List.of("new"), directory.resolve("ws"), false, Progress.NONE);
    Path archive = shed.export(shed.state(Map.of("f", "x")), "a.tar");

    shed.take(archive);

    assertThat(shed.open().status(Progress.NONE).added()).containsExactly("new");
    assertThat(directory.resolve("ws/f")).doesNotExist();
  }

  @Test
  void fetchesWhatIsWantedAndNothingElse() throws Exception {
    State state = shed.state(Map.of("a", "1", "b", "2", "c", "3"));
    Path archive = shed.export(state, "a.tgz");
    Shed other = Shed.in(Files.createDirectory(directory.resolve("other")));
    ObjectId there = other.put(Shed.bytes("1"));
    ObjectId wanted = ObjectId.of(Shed.bytes("2"));
    try (ArchiveSource source = ArchiveSource.open(archive, Shed.TEMPORARY)) {
      assertThat(source.state()).isEqualTo(state);
      assertThat(source.fetch(Map.of(there, "a", wanted, "b"), other.pool(), Progress.NONE))
          .isEqualTo(new DownloadReport(1, 1, 1));
      assertThat(other.pool().ids()).containsExactlyInAnyOrder(there, wanted);

      // Once more, as after a damaged object was set aside.
      other.pool().setAside(wanted);
      source.fetch(Map.of(wanted, "b"), other.pool(), Progress.NONE);
      assertThat(other.pool().verify(wanted)).isTrue();

      ObjectId none = ObjectId.of(Shed.bytes("none"));
      assertThatThrownBy(() -> source.fetch(Map.of(none, "z"), other.pool(), Progress.NONE))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining(none.hex())
          .hasMessageContaining("(z)");
    }
  }

  private HubClient hub(URI url) throws Exception {
    return new HubClient(
        new HubSettings(
            directory,
            Optional.of(url),
            Optional.empty(),
            Optional.empty(),
            new ProxySetting.None(),
            Dialogue.NOBODY));
  }

  @Test
  void downloadsAnArchiveAndLeavesNoTemporaryFile() throws Exception {
    State state = shed.state(Map.of("f", "x"));
    String archive =
        new String(Files.readAllBytes(shed.export(state, "a.tgz")), StandardCharsets.ISO_8859_1);
    try (WireServer server =
            WireServer.start((request, self) ->
                request.path().equals("/exports/u/d/3/f.tgz?parts=a,b")
                    ? new Answer.Whole(200, Map.of(), archive)
                    : Answer.text(404, "no"));
        HubClient hub = hub(server.url())) {
      URI url = URI.create(server.url() + "/exports/u/d/3/f.tgz?parts=a,b");
      List<Path> before = temporaries();
      try (ArchiveSource source = ArchiveSource.download(url, hub, Shed.TEMPORARY, Progress.NONE)) {
        assertThat(temporaries()).isEqualTo(before);
        assertThat(source.name()).isEqualTo(server.url() + "/exports/u/d/3/f.tgz");
        assertThat(source.state()).isEqualTo(state);
      }
      URI none = URI.create(server.url() + "/none.tgz");
      assertThatThrownBy(() -> ArchiveSource.download(none, hub, Shed.TEMPORARY, Progress.NONE))
          .isInstanceOf(HubException.class)
          .hasMessageContaining("404");
      assertThat(temporaries()).isEqualTo(before);
    }
  }

  private static List<Path> temporaries() throws Exception {
    try (var files = Files.list(Shed.TEMPORARY)) {
      return files
          .filter(file -> file.getFileName().toString().matches("firmtrail-.*\\.archive"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/x.tgz, true",
    "https://h/x.tar, true",
    "http://h/a/X.TAR.GZ, true",
    "https://h/x.tar.gz?a=b#c, true",
    "https://h/exports/u/d/3/f.tgz?parts=a, true",
    "https://h/u/d, false",
    "https://h/u/tar, false",
    "https://h/u?x.tgz, false"
  })
  void knowsAnArchivesUrl(String url, boolean is) {
    assertThat(ArchiveSource.isArchive(URI.create(url))).isEqualTo(is);
  }

  @Test
  void saysThatThereIsNoFile() {
    assertThatThrownBy(() -> ArchiveSource.open(directory.resolve("none.tar"), Shed.TEMPORARY))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("there is no file " + directory.resolve("none.tar"));
    assertThatThrownBy(() -> ArchiveSource.open(directory, Shed.TEMPORARY))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("is a directory");
  }
}
