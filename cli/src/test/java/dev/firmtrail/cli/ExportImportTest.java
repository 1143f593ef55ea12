package dev.firmtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.frame.Session.Terminals;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportImportTest {
  @TempDir Path directory;
  private Path ws;
  private Path other;

  @BeforeEach
  void commit() throws IOException {
    ws = Files.createDirectories(directory.resolve("ws/sub"));
    Files.writeString(ws.resolve("../a.bin"), "a");
    Files.writeString(ws.resolve("b.json"), "{\"b\":1}");
    ws = directory.resolve("ws");
    other = Files.createDirectory(directory.resolve("other"));
    for (String command : new String[] {"init", "add", "commit"}) {
      assertThat(pvr(ws, command).code()).isZero();
    }
    assertThat(pvr(other, "init", "-o", directory.resolve("pool").toString()).code()).isZero();
  }

  private Ran pvr(Path where, String... arguments) {
    return Ran.pvr(where, directory, arguments);
  }

  private static JsonObject json(Ran ran) throws Exception {
    assertThat(ran.code()).as(ran.err()).isZero();
    return JsonReader.readObject(ran.out().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aStateGoesFromOneWorkspaceToAnother() throws Exception {
    Ran exported = pvr(ws.resolve("sub"), "export", "x.tgz");
    assertThat(exported.code()).as(exported.err()).isZero();
    assertThat(exported.out()).isEmpty();

    Ran imported = pvr(other, "import", ws.resolve("sub/x.tgz").toString());
    assertThat(imported.code()).as(imported.err()).isZero();
    assertThat(imported.out()).isEmpty();
    assertThat(other.resolve("a.bin")).doesNotExist();

    assertThat(pvr(other, "checkout").code()).isZero();
    assertThat(other.resolve("a.bin")).hasContent("a");
    assertThat(pvr(other, "id").out()).isEqualTo(pvr(ws, "id").out());
  }

  @Test
  void answersInJson() throws Exception {
    String id = pvr(ws, "id").out().strip();

    JsonObject exported = json(pvr(ws, "--json", "export", "-p", "a.bin", "x.tar"));
    assertThat(exported.string("file")).contains(ws.resolve("x.tar").toString());
    assertThat(exported.integer("files")).contains(1L);
    assertThat(exported.integer("objects")).contains(1L);
    assertThat(exported.integer("bytes")).contains(1L);
    assertThat(json(pvr(ws, "--json", "export", "x.tar")).string("id")).contains(id);

    JsonObject imported = json(pvr(other, "--json", "import", ws.resolve("x.tar").toString()));
    assertThat(imported.string("id")).contains(id);
    assertThat(imported.integer("objectsChecked")).contains(1L);
    assertThat(imported.integer("objectsStored")).contains(1L);
    JsonObject again = json(pvr(other, "--json", "import", ws.resolve("x.tar").toString()));
    assertThat(again.integer("objectsStored")).contains(0L);
  }

  @Test
  void standardOutputIsTheArchiveAndNothingElse() throws Exception {
    assertThat(pvr(ws, "export", "x.tar").code()).isZero();
    Ran piped = pvr(ws, "export", "-");
    assertThat(piped.out()).isEqualTo(Files.readString(ws.resolve("x.tar")));
    assertThat(piped.err()).contains("Exported state").contains("standard output");
    assertThat(ws.resolve("-")).doesNotExist();
  }

  @Test
  void doesNotMixAnArchiveWithAnythingElse() {
    Ran both = pvr(ws, "export", "--json", "-");
    assertThat(both.code()).isEqualTo(1);
    assertThat(both.out()).isEmpty();
    Ran terminal =
        Ran.with(ws, directory, Map.of(), new Terminals(true, true, true), "export", "-");
    assertThat(terminal.code()).isEqualTo(1);
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void refusesWhatItCannotDo() throws IOException {
    Files.writeString(ws.resolve("no.tar"), "no tar");
    Path bare = Files.createDirectory(directory.resolve("bare"));
    assertThat(pvr(ws, "export").code()).isEqualTo(1);
    assertThat(pvr(ws, "export", "a", "b").code()).isEqualTo(1);
    assertThat(pvr(ws, "import").code()).isEqualTo(1);
    assertThat(pvr(ws, "import", "none.tar").code()).isEqualTo(3);
    assertThat(pvr(bare, "import", "none.tar").code()).isEqualTo(3);
    assertThat(pvr(bare, "export", "x.tar").code()).isEqualTo(3);
    assertThat(bare).isEmptyDirectory();

    Ran refused = pvr(ws, "import", "no.tar");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .isEqualTo(
            ws.resolve("no.tar") + " is not a tar archive (plain, or compressed with gzip)\n");
  }

  @Test
  void namesWhatItPassedOver() throws Exception {
    pvr(ws, "export", "x.tar");
    Process tar = new ProcessBuilder("tar", "-rf", "x.tar", "a.bin").directory(ws.toFile()).start();
    assertThat(tar.waitFor()).isZero();
    assertThat(pvr(other, "import", ws.resolve("x.tar").toString()).err())
        .startsWith("passed over, as no part of a state: a.bin\n");
  }
}
