import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a hub what its devices ask, as fast as it answers. Each answer is compared: one that is not
 * 200 with the body that is expected ends the program.
 *
 * <p>{@code Polls PATH BODY [PATH BODY]...}: what is asked, with <code>{id}</code> for the device,
 * each as often as the others, and what the answer has to be. Then takes a command a line:
 *
 * <ul>
 *   <li>{@code login PORT CONNECTIONS DEVICES TOKENS}: a line of the file DEVICES is a device's id
 *       and secret, one of TOKENS, which is written, its id and token
 *   <li>{@code keep PORT CONNECTIONS POLLS TOKENS SEED}: HTTP/1.1, connections stay
 *   <li>{@code close PORT CONNECTIONS POLLS TOKENS SEED}: HTTP/1.0, the whole URL in the request
 *       line, one connection a poll: the published runtime's way
 * </ul>
 *
 * <p>and answers each by a line: seconds that it took, seconds of this program's own CPU. Polls go
 * over all devices of the file in random order, again and again in another one.
 */
final class Polls {
  private static final int CRLF_CRLF = 0x0d0a0d0a;

  private final List<String> paths = new ArrayList<>();
  private final List<byte[]> bodies = new ArrayList<>();

  private Polls(String[] args) {
    for (int i = 0; i < args.length; i += 2) {
      paths.add(args[i]);
      bodies.add(args[i + 1].getBytes(StandardCharsets.UTF_8));
    }
  }

  public static void main(String[] args) throws Exception {
    Polls polls = new Polls(args);
    Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
    while (lines.hasNextLine()) {
      String[] words = lines.nextLine().split(" ");
      int port = Integer.parseInt(words[1]);
      int connections = Integer.parseInt(words[2]);
      switch (words[0]) {
        case "login" -> logIn(port, connections, Path.of(words[3]), Path.of(words[4]));
        case "keep", "close" ->
            polls.poll(
                words[0].equals("keep"),
                port,
                connections,
                Integer.parseInt(words[3]),
                Path.of(words[4]),
                new Random(Long.parseLong(words[5])));
        default -> throw new IllegalArgumentException(words[0]);
      }
    }
  }

  private static List<String[]> read(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(line -> line.split(" ")).toList();
  }

  private static void logIn(int port, int connections, Path devices, Path tokens) throws Exception {
    List<String[]> all = read(devices);
    String[] lines = new String[all.size()];
    run(connections, all.size(), work -> {
      try (Wire wire = new Wire(port)) {
        for (int i = work.next(); i >= 0; i = work.next()) {
          String id = all.get(i)[0];
          byte[] body =
              "{\"username\":\"prn:::devices:/%s\",\"password\":\"%s\"}"
                  .formatted(id, all.get(i)[1])
                  .getBytes(StandardCharsets.UTF_8);
          wire.send(
              ascii(
                  "POST /auth/login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: bench\r\nContent-Length: %d\r\n\r\n"
                      .formatted(port, body.length)),
              body);
          // "token" is the only member.
          lines[i] = id + " " + new String(wire.body(), StandardCharsets.UTF_8).split("\"")[3];
        }
      }
    });
    Files.write(tokens, Arrays.asList(lines));
  }

  private void poll(
      boolean keep, int port, int connections, int count, Path tokens, Random random)
      throws Exception {
    List<String[]> devices = read(tokens);
    // Made before the clock starts.
    byte[][] requests = new byte[devices.size() * paths.size()][];
    for (int i = 0; i < requests.length; i++) {
      String[] device = devices.get(i / paths.size());
      String path = paths.get(i % paths.size()).replace("{id}", device[0]);
      requests[i] = ascii(keep ? kept(port, path, device[1]) : closed(port, path, device[1]));
    }
    int[] order = order(requests.length, count, random);
    run(connections, count, work -> {
      if (keep) {
        try (Wire wire = new Wire(port)) {
          for (int i = work.next(); i >= 0; i = work.next()) {
            ask(wire, requests, order[i]);
          }
        }
      } else {
        for (int i = work.next(); i >= 0; i = work.next()) {
          try (Wire wire = new Wire(port)) {
            ask(wire, requests, order[i]);
            wire.expectEnd();
          }
        }
      }
    });
  }

  private void ask(Wire wire, byte[][] requests, int which) throws IOException {
    wire.send(requests[which]);
    wire.expect(bodies.get(which % paths.size()));
  }

  private static int[] order(int requests, int count, Random random) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      all.add(i);
    }
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      if (i % requests == 0) {
        Collections.shuffle(all, random);
      }
      order[i] = all.get(i % requests);
    }
    return order;
  }

  private static String kept(int port, String path, String token) {
    return ("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" + "User-Agent: bench\r\nAuthorization: Bearer %s\r\n\r\n")
        .formatted(path, port, token);
  }

  private static String closed(int port, String path, String token) {
    return ("GET http://127.0.0.1:%d%s HTTP/1.0\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n"
            + "User-Agent: bench\r\nAuthorization: Bearer %s\r\n\r\n")
        .formatted(port, path, port, token);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Hands out the numbers of what is to be done, then -1. */
  private static final class Work {
    private final AtomicInteger taken = new AtomicInteger();
    private final int count;

    Work(int count) {
      this.count = count;
    }

    int next() {
      int mine = taken.getAndIncrement();
      return mine < count ? mine : -1;
    }
  }

  @FunctionalInterface
  private interface Worker {
    void run(Work work) throws IOException;
  }

  private static void run(int connections, int count, Worker worker) throws Exception {
    Work work = new Work(count);
    double cpu = cpu();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        ends.add(threads.submit(() -> {
          try {
            worker.run(work);
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } catch (ExecutionException failed) {
      System.err.println("Polls: " + failed.getCause());
      System.exit(1);
    }
    System.out.printf("%.6f %.6f%n", (System.nanoTime() - start) / 1e9, cpu() - cpu);
  }

  private static double cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** One connection. */
  private static final class Wire implements AutoCloseable {
    private static final byte[] OK_11 = ascii("HTTP/1.1 200 ");
    private static final byte[] LENGTH = ascii("content-length:");

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 << 10];
    private int end;

    Wire(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    void send(byte[]... parts) throws IOException {
      for (byte[] part : parts) {
        out.write(part);
      }
    }

    void expect(byte[] body) throws IOException {
      int begin = answer();
      if (!Arrays.equals(buffer, begin, end, body, 0, body.length)) {
        throw new IOException("not what was expected: " + text(begin));
      }
    }

    byte[] body() throws IOException {
      return Arrays.copyOfRange(buffer, answer(), end);
    }

    void expectEnd() throws IOException {
      if (in.read() >= 0) {
        throw new IOException("the connection was not closed behind the answer");
      }
    }

    /** Reads one answer, which must be 200; where its body begins, which ends at {@link #end}. */
    private int answer() throws IOException {
      end = 0;
      int head = -1;
      int last = 0;
      while (head < 0) {
        int from = end;
        more();
        for (int i = from; i < end && head < 0; i++) {
          last = (last << 8) | (buffer[i] & 0xff);
          head = last == CRLF_CRLF ? i + 1 : -1;
        }
      }
      if (!Arrays.equals(buffer, 0, OK_11.length, OK_11, 0, OK_11.length)) {
        throw new IOException("not answered with 200: " + text(0));
      }
      int length = length(head);
      while (end < head + length) {
        more();
      }
      if (end > head + length) {
        throw new IOException("more than the answer came: " + text(0));
      }
      return head;
    }

    private void more() throws IOException {
      int got = in.read(buffer, end, buffer.length - end);
      if (got <= 0) {
        throw new EOFException("the answer broke off: " + text(0));
      }
      end += got;
    }

    private int length(int head) throws IOException {
      for (int i = 0; i < head; i++) {
        if (buffer[i] == '\n' && isLength(i + 1)) {
          int number = 0;
          for (int at = i + 1 + LENGTH.length; buffer[at] != '\r'; at++) {
            number = buffer[at] == ' ' ? number : number * 10 + buffer[at] - '0';
          }
          return number;
        }
      }
      throw new IOException("an answer without Content-Length: " + text(0));
    }

    private boolean isLength(int at) {
      for (int i = 0; i < LENGTH.length; i++) {
        if ((buffer[at + i] | 0x20) != LENGTH[i] && buffer[at + i] != LENGTH[i]) {
          return false;
        }
      }
      return true;
    }

    private String text(int begin) {
      return new String(buffer, begin, end - begin, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
