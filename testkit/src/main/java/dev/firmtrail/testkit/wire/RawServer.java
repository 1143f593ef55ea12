package dev.firmtrail.testkit.wire;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A server on a free loopback port that sends bytes as they are, also such as no HTTP server would
 * send. Every request gets the same answer, then the connection ends.
 */
public final class RawServer implements AutoCloseable {
  /** Of what a script does not read, the other side can send no more than this. */
  private static final int WINDOW_BYTES = 16 * 1024;

  private final ServerSocket socket;
  private final Script script;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);

  private RawServer(ServerSocket socket, Script script) {
    this.socket = socket;
    this.script = script;
  }

  /** What is sent. */
  @FunctionalInterface
  public interface Script {
    /**
     * Sends an answer.
     *
     * @param path that was asked for
     * @param connection the way to whoever asked, and a clock
     */
    void answer(String path, Connection connection) throws IOException, InterruptedException;
  }

  /** A way to whoever asked. */
  public final class Connection {
    private final Reader in;
    private final OutputStream out;

    private Connection(Reader in, OutputStream out) {
      this.in = in;
      this.out = out;
    }

    /** Reads of the request's body so many bytes, in pieces, with pauses between them. */
    public Connection receiveSlowly(int bytes, int piece, long millisBetween)
        throws IOException, InterruptedException {
      char[] some = new char[piece];
      for (int left = bytes; left > 0 && !closed.await(millisBetween, TimeUnit.MILLISECONDS); ) {
        int count = in.read(some, 0, Math.min(piece, left));
        if (count < 0) {
          throw new EOFException("the body ends before its time");
        }
        left -= count;
      }
      return this;
    }

    public Connection send(String bytes) throws IOException {
      out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return this;
    }

    /** Sends it again and again, until the other side goes away or the server is closed. */
    public void sendForever(String bytes, long millisBetween)
        throws IOException, InterruptedException {
      while (!closed.await(millisBetween, TimeUnit.MILLISECONDS)) {
        send(bytes);
      }
    }
  }

  /** Starts to answer. */
  public static RawServer start(Script script) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReceiveBufferSize(WINDOW_BYTES);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      RawServer server = new RawServer(socket, script);
      server.threads.execute(server::accept);
      return server;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Scheme, host and port, without a slash behind. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        threads.execute(() -> serve(connection));
      } catch (IOException ends) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      List<String> head = new ArrayList<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.add(line);
      }
      if (!head.isEmpty()) {
        String[] words = head.getFirst().split(" ", -1);
        script.answer(words[1], new Connection(in, connection.getOutputStream()));
      }
    } catch (IOException theOtherSideWentAway) {
      // As it may.
    } catch (InterruptedException serverStops) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
    threads.shutdownNow();
  }
}
