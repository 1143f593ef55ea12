package dev.firmtrail.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every input that was kept is given to its target again, without the fuzzer. */
class CorpusTest {
  /** In all; what is larger makes every clone and every run slower. */
  private static final long LARGEST_CORPUS = 2 << 20;

  /** Far more than it takes: an input on which a parser hangs must not hang the tests. */
  private static final Duration MOST = Duration.ofMinutes(3);

  @TestFactory
  List<DynamicTest> whatMustHoldHoldsForEachInput() {
    return Arrays.stream(Subject.values())
        .map(subject ->
            DynamicTest.dynamicTest(
                subject.title(), () -> assertTimeoutPreemptively(MOST, () -> replay(subject))))
        .toList();
  }

  private static void replay(Subject subject) throws Exception {
    List<Path> inputs = inputs(subject);
    assertThat(inputs).as("inputs of " + subject.title()).isNotEmpty();
    Target target = subject.make();
    for (Path input : inputs) {
      try {
        target.accept(Files.readAllBytes(input));
      } catch (Exception | LinkageError | AssertionError | VirtualMachineError failed) {
        throw new AssertionError("the input " + input, failed);
      }
    }
  }

  @Test
  void theInputsAreFew() throws IOException {
    long bytes = 0;
    for (Subject subject : Subject.values()) {
      for (Path input : inputs(subject)) {
        bytes += Files.size(input);
      }
    }
    assertThat(bytes).isLessThan(LARGEST_CORPUS);
  }

  private static List<Path> inputs(Subject subject) throws IOException {
    try (Stream<Path> files = Files.list(FuzzProcess.corpus(subject))) {
      return files.sorted().toList();
    }
  }
}
