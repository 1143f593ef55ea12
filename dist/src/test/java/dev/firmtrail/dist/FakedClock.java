package dev.firmtrail.dist;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of one program, ahead of or behind the machine's, which can jump while the program
 * runs. As on a machine whose clock is set, the clock that only counts on does not jump.
 */
record FakedClock(Path file) {
  /** Skips the test, aloud, where faketime is not installed or the JVM does not heed it. */
  static FakedClock in(Path directory) throws Exception {
    Tool.needs("faketime");
    FakedClock clock = new FakedClock(directory.resolve("clock-" + System.nanoTime()));
    clock.set(Duration.ofDays(3650));
    Optional<String> reason = clock.unheeded(directory);
    reason.ifPresent(why -> System.out.println("SKIPPED: " + why));
    assumeTrue(reason.isEmpty(), reason.orElse(""));
    clock.set(Duration.ZERO);
    return clock;
  }

  private Optional<String> unheeded(Path directory) throws Exception {
    ProcessBuilder date = new ProcessBuilder("date", "+%s").directory(directory.toFile());
    date.environment().putAll(environment());
    Process process = date.redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    long now = Instant.now().getEpochSecond();
    boolean heeded =
        process.waitFor() == 0
            && said.matches("\\d+")
            && Long.parseLong(said) > now + Duration.ofDays(3000).toSeconds();
    return heeded ? Optional.empty() : Optional.of("faketime has no effect here: " + said);
  }

  /** How far it is off from now on; it may be negative. */
  void set(Duration off) throws IOException {
    // Replaced, because the program may be reading it.
    Path next =
        Files.writeString(
            file.resolveSibling(file.getFileName() + ".next"), "%+ds".formatted(off.toSeconds()));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What makes a program go by it. */
  Map<String, String> environment() throws IOException, InterruptedException {
    String library =
        Tool.says(Path.of("/"), "faketime", "-f", "+0", "printenv", "LD_PRELOAD").strip();
    return Map.of(
        "LD_PRELOAD", library,
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_NO_CACHE", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        // Otherwise every timed wait of the JVM returns at once, and it spins.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
        "NO_FAKE_STAT", "1");
  }
}
