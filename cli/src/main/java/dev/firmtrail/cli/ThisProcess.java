package dev.firmtrail.cli;

import dev.firmtrail.cli.frame.Session;
import dev.firmtrail.cli.frame.TerminalOutput;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The session of the process that runs: the one place that asks the operating system who calls. */
final class ThisProcess {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private ThisProcess() {}

  static Session session() {
    return new Session(
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home", "/")).toAbsolutePath(),
        System.getenv(),
        new FileInputStream(FileDescriptor.in),
        isTerminal(1)
            ? new TerminalOutput(new FileOutputStream(FileDescriptor.out))
            : new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        new LocalClock(),
        new Session.Terminals(isTerminal(0), isTerminal(1), isTerminal(2)));
  }

  /**
   * In the time zone of this place, which is looked up only if it is asked for: that takes time.
   */
  private static final class LocalClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneId.systemDefault();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.system(zone);
    }

    @Override
    public Instant instant() {
      return Instant.now();
    }
  }

  /**
   * Whether names of files survive the way in and out. The JDK decodes them by the locale alone,
   * which cannot be changed from inside; under another one every letter beyond ASCII would silently
   * become another name, and the state another state.
   */
  static boolean canNameFiles() {
    return "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
  }

  /**
   * The JDK can say it only of standard input and output together; the kernel says to which device
   * a descriptor leads.
   */
  private static boolean isTerminal(int descriptor) {
    try {
      String device =
          Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor))).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException noSuchKernel) {
      return false;
    }
  }
}
