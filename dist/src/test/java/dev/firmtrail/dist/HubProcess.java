package dev.firmtrail.dist;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hub's program, running on loopback. */
final class HubProcess implements AutoCloseable {
  private final Process process;
  private final Path data;
  private final URI url;

  private HubProcess(Process process, Path data, URI url) {
    this.process = process;
    this.data = data;
    this.url = url;
  }

  /** On a free port; returns when it serves. What it logs lies beside its data. */
  static HubProcess start(Path data) {
    return start(data, 0, List.of(), Map.of());
  }

  /** Where another hub has been. */
  static HubProcess startAgain(HubProcess before) {
    return start(before.data, before.url.getPort(), List.of(), Map.of());
  }

  /**
   * @param tracer the beginning of a command line that runs the program; may be empty
   */
  static HubProcess start(
      Path data, int port, List<String> tracer, Map<String, String> environment) {
    List<String> command = new ArrayList<>(tracer);
    command.addAll(List.of(Launcher.HUB.path(), "serve", "--data", data.toString()));
    command.addAll(List.of("--listen", "127.0.0.1:" + port));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log(data).toFile()));
    try {
      Process process = builder.start();
      @Nullable String first =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (first == null) {
        throw new AssertionError("the hub did not start: " + Files.readString(log(data)));
      }
      HubProcess hub = new HubProcess(process, data, URI.create(first));
      // A test that fails half-way must not leave it running.
      Runtime.getRuntime().addShutdownHook(new Thread(hub::close, "stop-hub"));
      return hub;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path log(Path data) {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  /** The first line that it printed. */
  URI url() {
    return url;
  }

  Path data() {
    return data;
  }

  /** What it logs, and what those logged that were here before it. */
  Path log() {
    return log(data);
  }

  Path objects() {
    return data.resolve("objects");
  }

  /** The hub itself, also when another program traces it. */
  ProcessHandle handle() {
    return process.children().findFirst().orElse(process.toHandle());
  }

  /** SIGTERM; gives the exit code. */
  int stop() throws InterruptedException {
    handle().destroy();
    return process.waitFor();
  }

  /** SIGKILL; returns when it is gone. */
  @Override
  public void close() {
    handle().destroyForcibly();
    process.onExit().join();
  }
}
