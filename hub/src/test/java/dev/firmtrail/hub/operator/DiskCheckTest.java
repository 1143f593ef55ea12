package dev.firmtrail.hub.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.hub.store.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskCheckTest {
  /** Sizes in MiB. */
  @ParameterizedTest
  @CsvSource({"2000,4000000,0", "1000,4000000,1", "600,10000,0", "400,10000,1", "0,100,1"})
  void namesADiskThatIsNearlyFull(long free, long size, int findings) {
    List<Finding> found = new ArrayList<>();
    new DiskCheck(new DataDirectory(Path.of("hub"))).look(free << 20, size << 20, found::add);
    assertThat(found).hasSize(findings);
  }
}
