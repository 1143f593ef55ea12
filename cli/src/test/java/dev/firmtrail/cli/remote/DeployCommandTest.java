package dev.firmtrail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pvr deploy}: what it deletes, what it links, and what it does not touch. */
class DeployCommandTest {
  private static final Map<String, String> BSP =
      Map.of(
          "bsp/run.json", "{\"kernel\": \"k\", \"fdt\": \"t.dtb\"}",
          "bsp/k", "kernel",
          "bsp/t.dtb", "tree",
          "bsp/pantavisor", "initrd",
          "app/root", "application");

  @TempDir Path base;
  private Place ada;
  private Path source;
  private Path target;

  @BeforeEach
  void commit() throws IOException {
    ada = new Place(base.toRealPath());
    source = ada.workspace("source", BSP);
    target = ada.base.resolve("0");
  }

  @AfterEach
  void close() {
    ada.close();
  }

  private Path object(String content) {
    return ada.objects().resolve(ObjectId.of(content.getBytes(StandardCharsets.UTF_8)).hex());
  }

  private Ran deploy() throws IOException {
    return ada.pvr(source, "deploy", target.toString());
  }

  @Test
  void linksFilesAndWhatTheBootLoaderNeedsToThePool() throws IOException {
    Place.good(deploy());
    for (String[] link :
        new String[][] {
          {"app/root", "application"},
          {"bsp/k", "kernel"},
          {".pv/pv-kernel.img", "kernel"},
          {".pv/pv-initrd.img", "initrd"},
          {".pv/pv-fdt.dtb", "tree"}
        }) {
      assertThat(Files.isSameFile(target.resolve(link[0]), object(link[1]))).as(link[0]).isTrue();
      assertThat(Files.getPosixFilePermissions(target.resolve(link[0]))).hasSize(3);
    }
    assertThat(ada.ok(target, "status").out()).isEmpty();
    assertThat(ada.ok(target, "id", "@").out()).isEqualTo(ada.ok(source, "id", "@").out());
  }

  @Test
  void aSecondStateLeavesNothingOfTheFirst() throws IOException {
    Place.good(deploy());
    Files.writeString(target.resolve("stray"), "stray");
    Files.createDirectories(target.resolve("strays/deep"));
    Files.writeString(target.resolve("strays/file"), "stray");
    ada.commit(
        source, Map.of("bsp/run.json", "{\"fit\": \"image.fit\"}", "bsp/image.fit", "one image"));
    Files.delete(source.resolve("app/root"));
    ada.ok(source, "commit");
    ada.ok(ada.base, "deploy", "-n", "0", "source");
    assertThat(target.resolve("stray")).doesNotExist();
    assertThat(target.resolve("strays/file")).doesNotExist();
    assertThat(target.resolve("app")).doesNotExist();
    assertThat(Files.isSameFile(target.resolve(".pv/pantavisor.fit"), object("one image")))
        .isTrue();
    assertThat(target.resolve(".pv/pv-kernel.img")).doesNotExist();
    assertThat(target.resolve(".pv/pv-fdt.dtb")).doesNotExist();
  }

  @Test
  void touchesNothingBehindALink() throws IOException {
    Place.good(deploy());
    Path outside = Files.createDirectory(ada.base.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "precious");
    Files.createSymbolicLink(target.resolve("link"), outside);
    Files.delete(target.resolve("app/root"));
    Files.delete(target.resolve("app"));
    Files.createSymbolicLink(target.resolve("app"), outside);
    Place.good(deploy());
    assertThat(outside.resolve("precious")).hasContent("precious");
    assertThat(outside.resolve("root")).doesNotExist();
    assertThat(Files.exists(target.resolve("link"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(Files.isDirectory(target.resolve("app"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void deletesNothingInADirectoryThatIsNoDeployment() throws IOException {
    Files.createDirectory(target);
    Files.writeString(target.resolve("precious"), "precious");
    Ran refused = deploy();
    assertThat(refused.code()).isEqualTo(5);
    assertThat(refused.err()).contains("so it is no deployment").contains("--force");
    assertThat(target.resolve("precious")).hasContent("precious");
    assertThat(target.resolve(".pvr")).doesNotExist();
    ada.ok(source, "deploy", "--force", target.toString());
    assertThat(target.resolve("precious")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"kernel\": \"../../source/bsp/k\"}", "{\"kernel\": \"none\"}", "[]", "7"})
  void linksForBootOnlyWhatTheStateHas(String run) throws IOException {
    ada.commit(source, Map.of("bsp/run.json", run));
    Ran refused = deploy();
    assertThat(refused.code()).isEqualTo(10);
    assertThat(target.resolve(".pv")).doesNotExist();
  }

  @Test
  void makesNoLinkBehindALinkInThePlaceOfPv() throws IOException {
    Place.good(deploy());
    Path outside = Files.createDirectory(ada.base.resolve("outside"));
    for (String name : new String[] {"pv-kernel.img", "pv-initrd.img", "pv-fdt.dtb"}) {
      Files.delete(target.resolve(".pv").resolve(name));
    }
    Files.delete(target.resolve(".pv"));
    Files.createSymbolicLink(target.resolve(".pv"), outside);
    assertThat(deploy().code()).isEqualTo(0);
    assertThat(outside).isEmptyDirectory();
    assertThat(Files.isDirectory(target.resolve(".pv"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void linksNothingToAnObjectThatHoldsOtherBytes() throws IOException {
    ada.ok(source, "export", "../release.tar");
    Place.good(deploy());
    Files.delete(object("kernel"));
    Files.writeString(object("kernel"), "damage");
    assertThat(deploy().code()).isEqualTo(6);
    ada.ok(ada.base, "deploy", "0", "release.tar");
    assertThat(target.resolve("bsp/k")).hasContent("kernel");
  }

  @Test
  void saysWhatIsMissingToBegin() throws IOException {
    assertThat(ada.pvr(source, "deploy").code()).isEqualTo(101);
    assertThat(ada.pvr(ada.base, "deploy", "x").code()).isEqualTo(102);
    assertThat(ada.pvr(ada.base, "deploy", "x", "none").code()).isEqualTo(7);
    assertThat(ada.base.resolve("x")).doesNotExist();
    Ran json = ada.pvr(source, "deploy", "--json", target.toString());
    assertThat(Place.text(Place.json(json), "id") + "\n")
        .isEqualTo(ada.ok(source, "id", "@").out());
  }
}
