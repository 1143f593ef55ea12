package dev.firmtrail.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Without {@code --compat}, JSON that the published program reads by mending it silently is
 * refused, and the reason is said.
 */
class ExactModeTest {
  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> saysWhatIsWrongWithJsonThatWouldHaveToBeMended() {
    return new Differences()
        .exact().stream()
            .map(row ->
                DynamicTest.dynamicTest(row.scenario() + " " + row.input(), () -> check(row)));
  }

  private void check(Differences.Exact row) throws IOException, InterruptedException {
    Path base = Files.createDirectories(directory.resolve(row.scenario()).resolve(row.input()));
    Path ws = Files.createDirectory(base.resolve("ws"));
    Path home = Files.createDirectory(base.resolve("home"));
    Tree.replace(ws, Vectors.PVR.resolve(row.scenario()).resolve(row.input()));
    assertThat(Ran.pvr(ws, home, "init").code()).isZero();
    assertThat(Ran.pvr(ws, home, "add").code()).isZero();
    Ran status = Ran.pvr(ws, home, "status");
    assertThat(status.code()).as(status.err()).isEqualTo((int) row.exit());
    assertThat(status.err()).isEqualTo(row.says().isEmpty() ? "" : row.says() + "\n");
  }
}
