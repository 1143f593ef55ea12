package dev.firmtrail.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the fuzzer on one subject in a process of its own. New inputs, findings and what the fuzzer
 * said lie below {@code fuzz/target/fuzz}, the inputs that are kept in {@code fuzz/corpus}.
 */
final class FuzzProcess {
  private static final Path MODULE = Path.of(System.getProperty("firmtrail.root"), "fuzz");

  /** One input may take this long on a busy machine; a parser that needs it hangs. */
  private static final int TIMEOUT_SECONDS = 30;

  /** How much longer than asked a run may take to start and end. */
  private static final int PATIENCE_SECONDS = 300;

  private static final int LONGEST_INPUT = 4096;
  private static final Pattern EXECUTIONS = Pattern.compile("number_of_executed_units: (\\d+)");
  private static final Pattern COVERED = Pattern.compile("cov: (\\d+) ft: (\\d+) corp: (\\d+)");

  private final Subject subject;
  private final Path work;

  FuzzProcess(Subject subject) {
    this.subject = subject;
    this.work = MODULE.resolve("target/fuzz").resolve(subject.title());
  }

  /**
   * How a run ended.
   *
   * @param exit 0 when nothing was found
   * @param seconds from start to end, the start of the JVM included
   * @param edges branches that were taken
   * @param inputs of which each does something that the others do not
   * @param findings new ones; those of earlier runs stay where they are
   */
  record Outcome(
      Subject subject,
      int exit,
      long executions,
      long seconds,
      long edges,
      long inputs,
      List<Path> findings) {}

  /** The inputs that are kept. */
  static Path corpus(Subject subject) {
    return MODULE.resolve("corpus").resolve(subject.title());
  }

  Outcome run(long seconds, long seed) throws IOException, InterruptedException {
    Path found = directory("new");
    Path findings = directory("findings");
    List<Path> known = files(findings);
    long begun = System.nanoTime();
    int exit =
        start(
            seconds + PATIENCE_SECONDS,
            "-max_total_time=" + seconds,
            "-seed=" + Math.max(1, seed & Integer.MAX_VALUE),
            "-max_len=" + LONGEST_INPUT,
            "-dict=" + MODULE.resolve("dictionaries").resolve(subject.dictionary()),
            "-artifact_prefix=" + findings + "/",
            found.toString(),
            corpus(subject).toString());
    long took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    String said = Files.readString(log());
    return new Outcome(
        subject,
        exit,
        last(EXECUTIONS, said, 1),
        took,
        last(COVERED, said, 1),
        last(COVERED, said, 3),
        files(findings).stream().filter(each -> !known.contains(each)).toList());
  }

  /** Adds to what is kept those new inputs that do something that no kept one does. */
  void keepNewInputs() throws IOException, InterruptedException {
    int exit =
        start(
            PATIENCE_SECONDS,
            "-set_cover_merge=1",
            "-max_len=" + LONGEST_INPUT,
            corpus(subject).toString(),
            directory("new").toString());
    if (exit != 0) {
      throw new IOException("the new inputs were not merged; see " + log());
    }
  }

  /** What the fuzzer said. */
  Path log() {
    return work.resolve("log");
  }

  private int start(long patience, String... options) throws IOException, InterruptedException {
    Path bin = directory("bin");
    List<String> command = new ArrayList<>(List.of("sh", launcher(bin).toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().put("PATH", bin + File.pathSeparator + path);
    Process process = builder.start();
    if (!process.waitFor(patience, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException("the fuzzer did not end by itself; see " + log());
    }
    return process.exitValue();
  }

  /**
   * A script that starts the fuzzer with what each of its runs needs. To merge, it starts itself
   * again by the name {@code jazzer}, which is this script's.
   */
  private Path launcher(Path bin) throws IOException {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+EnableDynamicAgentLoading",
            "-Djdk.attach.allowAttachSelf=true",
            "-D" + FuzzEntry.TARGET_PROPERTY + "=" + subject.title(),
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + FuzzEntry.class.getName(),
            "--instrumentation_includes=dev.firmtrail.**",
            "--custom_hook_includes=dev.firmtrail.**",
            // The hub's target calls a hub on this machine, which is no finding.
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
            "--reproducer_path=" + work,
            "-timeout=" + TIMEOUT_SECONDS,
            "-print_final_stats=1");
    String quoted =
        words.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Path script = bin.resolve("jazzer");
    Files.writeString(script, "#!/bin/sh\nexec " + quoted + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(work.resolve(name));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static long last(Pattern pattern, String said, int group) {
    Matcher found = pattern.matcher(said);
    long last = 0;
    while (found.find()) {
      last = Long.parseLong(found.group(group));
    }
    return last;
  }
}
