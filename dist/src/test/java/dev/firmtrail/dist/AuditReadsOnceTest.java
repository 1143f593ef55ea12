package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object with two names on a storage is read once, by what the kernel counts. */
class AuditReadsOnceTest {
  private static final long SIZE = 2L << 30;
  private static final double MOST = 1.02;
  private static final Pattern READ = Pattern.compile("rchar: (\\d+)");

  @TempDir Path directory;

  @Test
  void anImageOfTwoGibibytesIsReadOnce() throws Exception {
    // Of holes: it takes no room, and is read like any other.
    String id = hashOfZeros();
    Path objects = Files.createDirectories(directory.resolve("storage/objects"));
    Path app = Files.createDirectories(directory.resolve("storage/trails/1/app"));
    Files.createDirectories(directory.resolve("storage/trails/1/.pvr"));
    try (RandomAccessFile image = new RandomAccessFile(objects.resolve(id).toFile(), "rw")) {
      image.setLength(SIZE);
    }
    Files.createLink(app.resolve("root.squashfs"), objects.resolve(id));
    Path state =
        Files.writeString(
            directory.resolve("storage/trails/1/.pvr/json"),
            "{\"#spec\":\"pantavisor-service-system@1\",\"app/root.squashfs\":\"%s\"}"
                .formatted(id));
    Files.createSymbolicLink(directory.resolve("storage/trails/current"), Path.of("1"));

    String said = run(Launcher.PVR.path() + " audit storage storage --against " + state);

    assertThat(said).contains("revision 1 in ").contains(": same as ");
    Matcher read = READ.matcher(said);
    assertThat(read.find()).isTrue();
    double times = Double.parseDouble(read.group(1)) / SIZE;
    System.out.printf("audit storage of 2 GiB: read %.3f times%n", times);
    assertThat(times).isBetween(1.0, MOST);
  }

  private static String hashOfZeros() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] zeros = new byte[1 << 20];
    for (long at = 0; at < SIZE; at += zeros.length) {
      digest.update(zeros);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The kernel adds what a child read to the shell that waited for it. */
  private String run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command + " && cat /proc/$$/io")
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("HOME", directory.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
