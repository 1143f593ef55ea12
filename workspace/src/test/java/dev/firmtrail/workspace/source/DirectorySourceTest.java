package dev.firmtrail.workspace.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories in a directory, those of strangers among them. */
class DirectorySourceTest {
  @TempDir Path directory;
  private Path repository;
  private ObjectStore store;

  @BeforeEach
  void makeExport() throws IOException {
    repository = Files.createDirectories(directory.resolve("export"));
    Files.createDirectory(repository.resolve("objects"));
    store = ObjectStore.open(directory.resolve("pool"));
  }

  private static ObjectId id(String content) {
    return ObjectId.of(content.getBytes(StandardCharsets.UTF_8));
  }

  private void json(String members) throws IOException {
    Files.writeString(repository.resolve("json"), "{\"#spec\":\"s\"" + members + "}");
  }

  private Path object(String named, String content) throws IOException {
    return Files.writeString(repository.resolve("objects").resolve(id(named).hex()), content);
  }

  private DownloadReport fetch(String... contents) throws Exception {
    Map<ObjectId, String> wanted = new LinkedHashMap<>();
    for (String content : contents) {
      wanted.put(id(content), "path of " + content);
    }
    try (DirectorySource source = DirectorySource.open(repository)) {
      return source.fetch(wanted, store, Progress.NONE);
    }
  }

  private Stream<Path> pool() throws IOException {
    try (Stream<Path> all = Files.list(store.directory())) {
      return all.toList().stream();
    }
  }

  @Test
  void givesTheStateAndTheObjectsOfAnExport() throws Exception {
    json(",\"a\":\"" + id("one") + "\",\"j.json\":{\"n\":1.50}");
    object("one", "one");
    object("two", "two");
    try (DirectorySource source = DirectorySource.open(repository)) {
      assertThat(source.state().objects()).containsExactly(id("one"));
    }
    assertThat(fetch("one", "two")).isEqualTo(new DownloadReport(2, 6, 0));
    assertThat(fetch("one", "two")).isEqualTo(new DownloadReport(0, 0, 2));
    assertThat(store.ids()).containsExactlyInAnyOrder(id("one"), id("two"));
  }

  @Test
  void copiesMoreObjectsThanOneGroupHolds() throws Exception {
    json("");
    String[] contents = new String[600];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = "content " + i;
      object(contents[i], contents[i]);
    }
    assertThat(fetch(contents).fetched()).isEqualTo(600);
    assertThat(store.ids()).hasSize(600);
  }

  @Test
  void readsWhatAnOldProgramWroteByTheTolerantRules() throws Exception {
    Files.writeString(repository.resolve("json"), "{\"a.json\":{\"b\":1,\"b\":2}} garbage");
    State state = DirectorySource.open(repository).state();
    assertThat(state.spec()).contains(State.DEFAULT_SPEC);
    assertThat(state.entries()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"../escape\":{}",
        ",\"/etc/x.json\":{}",
        ",\"a/../../x.json\":{}",
        ",\".pvr/config.json\":{}",
        ",\"a\":\"../../../etc/passwd\"",
        ",\"a\":1",
        ",\"a\":\"No access\"",
        "]"
      })
  void refusesAStateThatLeavesItsDirectory(String members) throws Exception {
    json(members);
    assertThatThrownBy(() -> DirectorySource.open(repository).state())
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("json is damaged");
  }

  @Test
  void storesNothingUnderTheNameOfOtherBytes() throws Exception {
    json("");
    object("good", "good");
    object("bad", "other bytes");
    assertThatThrownBy(() -> fetch("good", "bad"))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("object " + id("bad") + " (path of bad) is corrupt")
        .hasMessageContaining(id("other bytes").hex());
    assertThat(store.contains(id("bad"))).isFalse();
    assertThat(store.contains(id("other bytes"))).isFalse();
    assertThat(pool().filter(path -> path.getFileName().toString().startsWith("."))).isEmpty();
  }

  @Test
  void followsNoLinkUnderAnObjectsName() throws Exception {
    json("");
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Files.createSymbolicLink(repository.resolve("objects").resolve(id("secret").hex()), secret);
    assertThatThrownBy(() -> fetch("secret"))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("is not a file but a link");
    assertThat(pool()).isEmpty();
  }

  @Test
  void namesAnObjectThatIsMissing() throws Exception {
    json("");
    assertThatThrownBy(() -> fetch("gone"))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("object " + id("gone") + " (path of gone) is missing in ");
  }

  @Test
  void looksForObjectsWhereTheSettingsSay() throws Exception {
    json("");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve(id("one").hex()), "one");
    for (String said : new String[] {"elsewhere", elsewhere.toString()}) {
      Files.writeString(repository.resolve("config"), "{\"objectsdir\":\"" + said + "\"}");
      assertThat(fetch("one").fetched() + fetch("one").alreadyHere()).isPositive();
    }
    assertThat(store.contains(id("one"))).isTrue();
  }

  @Test
  void makesNoDirectoryForObjectsThatAStrangersSettingsName() throws Exception {
    json("");
    Path none = directory.resolve("none");
    Files.writeString(repository.resolve("config"), "{\"ObjectsDir\":\"" + none + "\"}");
    assertThatThrownBy(() -> fetch("one")).isInstanceOf(WorkspaceException.class);
    assertThat(none).doesNotExist();
  }

  @Test
  void takesTheRootOfAWorkspaceForItsPvr() throws Exception {
    Path root = Files.createDirectories(directory.resolve("ws"));
    Path pvr = Files.createDirectory(root.resolve(".pvr"));
    Files.writeString(pvr.resolve("json"), "{ \"#spec\": \"of the workspace\" }");
    assertThat(DirectorySource.open(root).state().spec()).contains("of the workspace");
    assertThat(DirectorySource.open(pvr).state().spec()).contains("of the workspace");
    assertThatThrownBy(() -> DirectorySource.open(directory))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("is not a repository");
  }

  @Test
  void refusesAStateThatIsNoFile() throws Exception {
    Files.createDirectory(repository.resolve("json"));
    assertThatThrownBy(() -> DirectorySource.open(repository).state())
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("is not a file");
  }
}
