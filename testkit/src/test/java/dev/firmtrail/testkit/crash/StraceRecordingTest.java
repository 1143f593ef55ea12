package dev.firmtrail.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StraceRecordingTest {
  private static final Path ROOT = Path.of("/disk");
  private static final String MADE =
      "7 openat(AT_FDCWD</disk>, \"t\", O_RDWR|O_CREAT|O_EXCL, 0666) = 6</disk/t>\n";

  @TempDir private Path temp;

  private Trace read(String... lines) throws IOException {
    Path log = Files.writeString(temp.resolve("log"), String.join("", lines));
    Files.createDirectories(temp.resolve("before"));
    return StraceRecording.read(log, ROOT, ROOT, Tree.of(temp.resolve("before")));
  }

  private static List<String> steps(Trace trace) {
    return trace.steps().stream().map(step -> step.operation().getClass().getSimpleName()).toList();
  }

  /** What is there when nothing was lost. */
  private static Tree end(Trace trace) {
    CrashPoint last = CrashPoint.of(trace).getLast();
    return CrashStates.at(last, 0, new Random(1)).getFirst().tree();
  }

  private static String content(Trace trace, String path) {
    return ((Tree.File) Objects.requireNonNull(end(trace).nodes().get(path))).content().toString();
  }

  @Test
  void bytesGoWhereTheFilePositionIs() throws IOException {
    Trace trace =
        read(
            MADE,
            "7 write(6</disk/t>, \"ab\\0\\n\\\"c, d\", 10) = 8\n",
            "7 pwrite64(6</disk/t>, \"XY\", 2, 1) = 2\n",
            "7 lseek(6</disk/t>, 0, SEEK_SET) = 0\n",
            "7 read(6</disk/t>, \"a\", 1) = 1\n",
            "7 writev(6</disk/t>, [{iov_base=\"1\", iov_len=1}, {iov_base=\"2\", iov_len=1}], 2) = 2\n");
    // The kernel took eight bytes of the first write.
    assertThat(content(trace, "t")).isEqualTo("a12\n\"c, ");
  }

  @Test
  void namesAndSyncsAreSeenInTheirOrder() throws IOException {
    Trace trace =
        read(
            "7 mkdir(\"/disk/d\", 0777) = 0\n",
            MADE,
            "7 fsync(6</disk/t> <unfinished ...>\n",
            "8 mkdir(\"/elsewhere/d\", 0777) = 0\n",
            "8 pwrite64(6</disk/t>, \"x\", 1, 0) = 1\n",
            "7 <... fsync resumed>) = 0\n",
            "7 renameat2(AT_FDCWD</disk>, \"t\", 9</disk/d>, \"u\", RENAME_NOREPLACE) = 0\n",
            "7 openat(AT_FDCWD</disk>, \"/disk/d\", O_RDONLY) = 6</disk/d>\n",
            "7 fsync(6</disk/d>) = 0\n",
            "7 unlink(\"/disk/missing\") = -1 ENOENT (No such file or directory)\n",
            "7 sendto(4<socket:[1]>, \"HTTP/1.1 200 OK\\r\\n\"..., 90, 0, NULL, 0) = 90\n",
            "7 syncfs(9</disk>) = 0\n");
    assertThat(steps(trace))
        .containsExactly(
            "Add", "Add", "Write", "Sync", "Move", "Sync", "Promise", "Sync", "Promise");
    assertThat(CrashPoint.of(trace).get(7).promises()).containsExactly("HTTP/1.1 200 OK");
    assertThat(end(trace).nodes().keySet()).containsExactly("d", "d/u");
  }

  @Test
  void writesToAFileWithoutANameLeaveNoTrace() throws IOException {
    Trace trace =
        read(MADE, "7 unlink(\"t\") = 0\n", "7 write(6</disk/t>(deleted), \"x\", 1) = 1\n");
    assertThat(steps(trace)).containsExactly("Add", "Remove", "Promise");
  }

  @Test
  void aCopyInTheKernelIsAWrite() throws IOException {
    Trace trace =
        read(
            MADE,
            "7 write(6</disk/t>, \"abc\", 3) = 3\n",
            "7 lseek(6</disk/t>, 1, SEEK_SET) = 1\n",
            "7 dup(6</disk/t>) = 9</disk/t>\n",
            "7 openat(AT_FDCWD</disk>, \"u\", O_WRONLY|O_CREAT, 0666) = 7</disk/u>\n",
            "7 copy_file_range(9</disk/t>, NULL, 7</disk/u>, NULL, 10, 0) = 2\n",
            "7 sendfile(7</disk/u>, 6</disk/t>, [0] => [1], 1) = 1\n",
            "7 fallocate(7</disk/u>, 0, 2, 2) = 0\n");
    assertThat(content(trace, "u")).isEqualTo("bca\0");
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    for (String call :
        List.of(
            "splice(3, NULL, 6</disk/t>, NULL, 10, 0) = 10",
            "fallocate(6</disk/t>, FALLOC_FL_PUNCH_HOLE, 0, 10) = 0",
            "mmap(NULL, 10, PROT_READ|PROT_WRITE, MAP_SHARED, 6</disk/t>, 0) = 0x7f",
            "io_uring_setup(8, {}) = 9",
            "write(8</disk/t>, \"x\", 1) = 1",
            "openat(AT_FDCWD</disk>, \"/disk\", O_RDWR|O_TMPFILE, 0666) = 8</disk/#12>(deleted)")) {
      assertThatThrownBy(() -> read(MADE, "7 " + call + "\n"))
          .as(call)
          .hasMessageContaining(call.substring(0, 5));
    }
  }
}
