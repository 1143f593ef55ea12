package dev.firmtrail.state.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects text into pieces of one size. Not safe for use by two threads.
 *
 * @param <X> what those who take the pieces throw
 */
final class JsonOutput<X extends Exception> {
  private static final int FIRST_CAPACITY = 2 << 10;

  private final JsonWriter.Pieces<X> pieces;
  private byte[] piece = new byte[FIRST_CAPACITY];
  private int length;
  private long written;

  JsonOutput(JsonWriter.Pieces<X> pieces) {
    this.pieces = pieces;
  }

  void ascii(char c) throws X {
    if (length == piece.length) {
      makeRoom(1);
    }
    piece[length++] = (byte) c;
  }

  void ascii(String text) throws X {
    bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void bytes(byte[] text) throws X {
    int from = 0;
    while (text.length - from > piece.length - length) {
      int taken = piece.length - length;
      System.arraycopy(text, from, piece, length, taken);
      length += taken;
      from += taken;
      makeRoom(text.length - from);
    }
    System.arraycopy(text, from, piece, length, text.length - from);
    length += text.length - from;
  }

  /** Makes room where there is none: for so many bytes if a piece has it, for one at least. */
  private void makeRoom(int wanted) throws X {
    if (piece.length < JsonWriter.PIECE) {
      long capacity = Math.max(2L * piece.length, (long) length + wanted);
      piece = Arrays.copyOf(piece, (int) Math.min(capacity, JsonWriter.PIECE));
    } else {
      handOver();
    }
  }

  /** Hands over the last piece; answers how many bytes all had. */
  long end() throws X {
    handOver();
    return written;
  }

  private void handOver() throws X {
    pieces.take(piece, length);
    written += length;
    length = 0;
  }
}
