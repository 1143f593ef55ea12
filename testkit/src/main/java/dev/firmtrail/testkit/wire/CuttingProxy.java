package dev.firmtrail.testkit.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A wire between a client and a server on loopback that can break: after a number of bytes every
 * connection is cut, and no new one carries anything until it is mended. Remembers the head of each
 * request.
 */
public final class CuttingProxy implements AutoCloseable {
  private static final Pattern HEAD = Pattern.compile("^(GET|PUT|POST|DELETE) (\\S+) HTTP/1.1\r\n");

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong budget = new AtomicLong(Long.MAX_VALUE);
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private volatile InetSocketAddress server = new InetSocketAddress(0);

  private CuttingProxy(ServerSocket listener) {
    this.listener = listener;
  }

  /** Takes a free port; carries nothing before {@link #leadTo}. */
  public static CuttingProxy start() {
    try {
      CuttingProxy proxy =
          new CuttingProxy(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Where the server really is. */
  public void leadTo(InetSocketAddress real) {
    server = real;
  }

  /** Where the client finds the server. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Breaks when this many more bytes have passed, both ways together. */
  public void cutAfter(long bytes) {
    budget.set(bytes);
  }

  /** Carries all again. */
  public void mend() {
    budget.set(Long.MAX_VALUE);
  }

  /** The head of every request that passed since the last call, line ends as newlines. */
  public List<String> heads() {
    List<String> seen = List.copyOf(heads);
    heads.clear();
    return seen;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        if (budget.get() <= 0) {
          cut();
          continue;
        }
        Socket there = new Socket(server.getAddress(), server.getPort());
        open.add(there);
        threads.execute(() -> carry(client, there, true));
        threads.execute(() -> carry(there, client, false));
      } catch (IOException closed) {
        cut();
      }
    }
  }

  private void carry(Socket from, Socket to, boolean requests) {
    byte[] block = new byte[1 << 14];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        if (requests) {
          note(new String(block, 0, count, StandardCharsets.ISO_8859_1));
        }
        if (budget.addAndGet(-count) <= 0) {
          cut();
          return;
        }
        out.write(block, 0, count);
        out.flush();
      }
    } catch (IOException ended) {
      // One side went away; closing both tells the other.
    }
  }

  /** Clients write a head at once, so it begins a block. */
  private void note(String block) {
    int end = block.indexOf("\r\n\r\n");
    if (end >= 0 && HEAD.matcher(block).lookingAt()) {
      heads.add(block.substring(0, end).replace("\r\n", "\n"));
    }
  }

  private void cut() {
    for (Socket socket : List.copyOf(open)) {
      try {
        socket.close();
      } catch (IOException alreadyGone) {
        // As wanted.
      }
      open.remove(socket);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException alreadyGone) {
      // As wanted.
    }
    cut();
    threads.shutdownNow();
  }
}
