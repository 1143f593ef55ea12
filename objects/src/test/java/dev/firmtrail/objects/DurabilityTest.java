package dev.firmtrail.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.testkit.files.Directories;
import dev.firmtrail.testkit.strace.StraceLog;
import dev.firmtrail.testkit.strace.SystemCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of docs/formats/objects.md, Durability, as the kernel saw it. */
class DurabilityTest {
  @TempDir Path temp;

  @BeforeAll
  static void needsStrace() {
    Optional<String> reason = StraceLog.unavailable();
    reason.ifPresent(why -> System.out.println("SKIPPED DurabilityTest: " + why));
    assumeTrue(reason.isEmpty(), reason.orElse(""));
  }

  private Path pool() throws IOException {
    return Files.createDirectories(temp.resolve("pool"));
  }

  private StraceLog trace(String what) throws IOException {
    return StraceLog.run(Child.command(what, pool(), 4), temp);
  }

  private StraceLog traceWithoutNativeAccess(String what) throws IOException {
    List<String> denied = new ArrayList<>(Child.command(what, pool(), 4));
    denied.replaceAll(argument ->
        argument.startsWith("--enable-native-access") ? "--illegal-native-access=deny" : argument);
    return StraceLog.run(denied, temp);
  }

  /** The object was durable before the program said so. */
  private void assertDurableBeforeTheAnswer(StraceLog log, ObjectId id) throws IOException {
    SystemCall durable = log.assertDurable(pool().resolve(id.hex()));
    List<SystemCall> answers =
        log.succeeded("write").stream()
            .filter(call -> call.arguments().contains('"' + id.hex().substring(0, 32)))
            .toList();
    assertThat(answers).hasSize(1).allSatisfy(answer -> assertThat(answer.after(durable)).isTrue());
  }

  @Test
  void aPutIsDurableBeforeItReturns() throws IOException {
    StraceLog log = trace("put");
    assertDurableBeforeTheAnswer(log, ObjectId.of(Child.content(4)));
  }

  @Test
  void aBatchOfFewSyncsEachFileAndTheDirectoryOnce() throws IOException {
    StraceLog log = trace("batch-of-few");
    for (int i = 0; i < Batch.FEW_FILES; i++) {
      assertDurableBeforeTheAnswer(log, ObjectId.of(Child.content(4 + i)));
    }
    assertThat(log.succeeded("fsync")).hasSize(Batch.FEW_FILES + 1);
    assertThat(log.succeeded("syncfs")).isEmpty();
  }

  @Test
  void aBatchOfManySyncsTheFileSystemOnceAndTheDirectoryOnce() throws IOException {
    StraceLog log = trace("batch-of-many");
    for (int i = 0; i < 3 * Batch.FEW_FILES; i++) {
      assertDurableBeforeTheAnswer(log, ObjectId.of(Child.content(4 + i)));
    }
    assertThat(log.succeeded("fsync")).hasSize(1);
    assertThat(log.succeeded("syncfs")).hasSize(1);
  }

  @Test
  void withoutNativeAccessABatchOfManySyncsEachFile() throws IOException {
    StraceLog log = traceWithoutNativeAccess("batch-of-many");

    for (int i = 0; i < 3 * Batch.FEW_FILES; i++) {
      assertDurableBeforeTheAnswer(log, ObjectId.of(Child.content(4 + i)));
    }
    assertThat(log.succeeded("fsync")).hasSize(3 * Batch.FEW_FILES + 1);
    assertThat(log.succeeded("syncfs")).isEmpty();
  }

  @Test
  void putsThatComeTogetherAreEachDurableBeforeTheAnswerAndShareSyncs() throws IOException {
    StraceLog log = trace("together");
    for (int i = 0; i < Child.TOGETHER; i++) {
      assertDurableBeforeTheAnswer(log, ObjectId.of(Child.content(4 + i)));
    }
    assertThat(log.succeeded("fsync", "syncfs").size()).isLessThan(2 * Child.TOGETHER);
  }

  @Test
  void aFinishedPartIsDurableBeforeTheAnswer() throws IOException {
    StraceLog log = trace("part");
    assertDurableBeforeTheAnswer(log, ObjectId.of(Child.content(4)));
  }

  @Test
  void anObjectThatAnotherProgramLeftUnsyncedIsSyncedBeforeAlreadyThere() throws IOException {
    ObjectId id = ObjectId.of(Child.content(4));
    Path object = Files.write(pool().resolve(id.hex()), Child.content(4));

    StraceLog log = trace("put");

    assertThat(log.succeeded("fsync"))
        .extracting(SystemCall::descriptorPath)
        .containsExactly(
            Optional.of(object.toRealPath().toString()),
            Optional.of(pool().toRealPath().toString()));
    assertThat(log.succeeded("rename")).isEmpty();
  }

  @Test
  void aDurableFileIsDurable() throws IOException {
    trace("file").assertDurable(pool().resolve("file"));
  }

  @Test
  void aTreeIsSyncedAtOnceOrEachFileAndDirectoryOfIt() throws IOException {
    assertThat(trace("tree").succeeded("syncfs")).hasSize(1);
    Directories.remove(pool().resolve("a"));

    Path pool = pool().toRealPath();
    assertThat(traceWithoutNativeAccess("tree").succeeded("fsync"))
        .extracting(call -> call.descriptorPath().orElseThrow())
        .containsExactly(
            pool.resolve("a/b/file").toString(),
            pool.resolve("a/b").toString(),
            pool.resolve("a").toString(),
            pool.toString());
  }
}
