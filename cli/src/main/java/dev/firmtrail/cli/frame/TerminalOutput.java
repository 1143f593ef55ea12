package dev.firmtrail.cli.frame;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Standard output at a terminal: written straight through, or, once that was asked for, to a pager
 * that the person leaves when he has read enough. What is written after he left goes nowhere, and
 * is no failure. When the process is stopped, the pager is waited for, so that it can give the
 * terminal back as it was. For one thread.
 */
public final class TerminalOutput extends OutputStream {
  private final OutputStream terminal;
  private List<String> wanted = List.of();
  private Optional<Process> pager = Optional.empty();
  private boolean left;

  public TerminalOutput(OutputStream terminal) {
    this.terminal = terminal;
  }

  /** From the next byte on, a program shows what is written; without effect once it does. */
  void pageThrough(List<String> command) {
    if (pager.isEmpty()) {
      wanted = List.copyOf(command);
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (!wanted.isEmpty()) {
      start();
    }
    if (pager.isEmpty()) {
      terminal.write(bytes, offset, length);
    } else if (!left) {
      try {
        pager.get().getOutputStream().write(bytes, offset, length);
      } catch (IOException closed) {
        left = true;
      }
    }
  }

  private void start() {
    List<String> command = wanted;
    wanted = List.of();
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      pager = Optional.of(process);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "pager"));
    } catch (IOException noSuchProgram) {
      // Then the terminal shows it all, as without a pager.
    }
  }

  /** Hands on what was written; with a pager, returns when the person has left it. */
  void finish() throws IOException {
    if (pager.isPresent()) {
      end(pager.get());
      pager = Optional.empty();
      left = false;
    }
    terminal.flush();
  }

  private static void end(Process pager) {
    try {
      pager.getOutputStream().close();
    } catch (IOException closed) {
      // It has read enough.
    }
    pager.onExit().join();
  }
}
