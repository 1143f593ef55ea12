package dev.firmtrail.hub;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The first record of a handshake as old devices send it: TLS 1.2 with few suites, the name of the
 * server even where that is an address, no groups, no tickets, no extended master secret. RFC 5246.
 */
final class ClientHello {
  static final int TLS_1_1 = 0x0302;
  static final int TLS_1_2 = 0x0303;

  /** All that the devices offer whose TLS library was built by their maker. */
  static final List<Integer> OF_LEGACY_DEVICES = List.of(0x003d, 0x0035, 0x003c, 0x002f, 0x00ff);

  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_HELLO = 2;
  private static final int RANDOM_BYTES = 32;

  /** RSA and ECDSA with SHA-512, 384, 256, 1, in the order of the library of devices. */
  private static final byte[] ALGORITHMS =
      HexFormat.of().parseHex("000d001200100603060105030501040304010203" + "0201");

  private ClientHello() {}

  /** What the server said first: {@code suite 003d}, or {@code alert 40}. */
  static String answer(URI hub, int version, List<Integer> suites) throws IOException {
    try (Socket socket = new Socket(hub.getHost(), hub.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(record(version, hello(version, hub.getHost(), suites)));
      socket.getOutputStream().flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int kind = in.readUnsignedByte();
      in.readUnsignedShort();
      byte[] content = new byte[in.readUnsignedShort()];
      in.readFully(content);
      if (kind != HANDSHAKE || content[0] != SERVER_HELLO) {
        return "alert " + content[1];
      }
      int session = 4 + 2 + RANDOM_BYTES;
      int suite = session + 1 + content[session];
      return "suite " + HexFormat.of().formatHex(content, suite, suite + 2);
    }
  }

  private static byte[] record(int version, byte[] hello) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(HANDSHAKE);
    out.writeShort(version);
    out.writeShort(hello.length + 4);
    out.writeInt((CLIENT_HELLO << 24) | hello.length);
    out.write(hello);
    return bytes.toByteArray();
  }

  private static byte[] hello(int version, String name, List<Integer> suites) throws IOException {
    byte[] host = name.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(version);
    out.write(new byte[RANDOM_BYTES]);
    // No session to go on with.
    out.writeByte(0);
    out.writeShort(2 * suites.size());
    for (int suite : suites) {
      out.writeShort(suite);
    }
    // No compression.
    out.writeShort(0x0100);
    out.writeShort(9 + host.length + ALGORITHMS.length);
    out.writeShort(0);
    out.writeShort(host.length + 5);
    out.writeShort(host.length + 3);
    out.writeByte(0);
    out.writeShort(host.length);
    out.write(host);
    out.write(ALGORITHMS);
    return bytes.toByteArray();
  }
}
