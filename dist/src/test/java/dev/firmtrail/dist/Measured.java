package dev.firmtrail.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run cost.
 *
 * @param peakMebibytes of memory, as the kernel counts it; looked at often, so the last moments of
 *     the process may be missing
 */
record Measured(int code, String said, long milliseconds, long peakMebibytes) {
  private static final Pattern HIGH_WATER = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final int POLL_MILLISECONDS = 20;

  /** A run of {@code pvr}, with options for its JVM. */
  static Measured run(Person person, Path directory, String javaOptions, String... arguments)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile(person.home(), "said", "");
    long begun = System.nanoTime();
    Process process =
        person.start(
            directory, said, Person.pvr(arguments), Map.of("FIRMTRAIL_JAVA_OPTS", javaOptions));
    long peak = 0;
    while (!process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, peakMebibytes(process.toHandle()));
    }
    long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    return new Measured(process.exitValue(), Firmware.text(said), milliseconds, peak);
  }

  /** The most memory that a process has had; 0 when it is gone. */
  static long peakMebibytes(ProcessHandle process) {
    try {
      Matcher found =
          HIGH_WATER.matcher(
              Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
      return found.find() ? Long.parseLong(found.group(1)) / 1024 : 0;
    } catch (IOException gone) {
      return 0;
    }
  }
}
