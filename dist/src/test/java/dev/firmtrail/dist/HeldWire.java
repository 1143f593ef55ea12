package dev.firmtrail.dist;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** A wire that stops after a number of bytes from the server, until it is let go. */
final class HeldWire implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  private final URI server;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private long left;

  HeldWire(URI server, long bytes) throws IOException {
    this.server = server;
    this.left = bytes;
    Thread.ofVirtual().start(this::accept);
  }

  /** Where a client finds the server, as a proxy or as the server itself. */
  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Returns when the bytes have passed and more are there. */
  void awaitHeld() throws InterruptedException {
    reached.await();
  }

  void letGo() {
    go.countDown();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket hub = new Socket(server.getHost(), server.getPort());
        Thread.ofVirtual().start(() -> carry(client, hub, false));
        Thread.ofVirtual().start(() -> carry(hub, client, true));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void carry(Socket from, Socket to, boolean counted) {
    try (from;
        to) {
      byte[] buffer = new byte[8192];
      OutputStream out = to.getOutputStream();
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        if (counted && isOver(n)) {
          reached.countDown();
          go.await();
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException ended) {
      // So does the other way.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isOver(int bytes) {
    left -= bytes;
    return left < 0;
  }

  @Override
  public void close() throws IOException {
    go.countDown();
    listener.close();
  }
}
