package dev.firmtrail.hub.web;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import java.util.Optional;

/** A request's range: the whole object, nothing, or bytes that the object has. */
public final class RangeTarget implements Target {
  private static final long[] SIZES = {0, 1, 10, 4096, 1L << 33, Long.MAX_VALUE};

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    long size = SIZES[pieces.number() % SIZES.length];
    String header = pieces.text();
    String tag = pieces.text();
    switch (ByteRange.of(Optional.of(header), Optional.empty(), "\"tag\"", size)) {
      case ByteRange.Part part -> {
        Must.hold(part.first() >= 0 && part.first() <= part.last(), "backwards: " + part);
        Must.hold(part.last() < size, "beyond the end: " + part);
        Must.hold(part.length() > 0 && part.length() <= size, "a length: " + part);
      }
      case ByteRange.Whole() -> Must.hold(!header.equals("bytes=0-0") || size == 0, header);
      case ByteRange.Unsatisfiable() ->
          Must.hold(header.strip().startsWith("bytes="), "not a range of bytes: " + header);
    }
    boolean otherTag = !tag.equals("\"tag\"");
    ByteRange ifSame = ByteRange.of(Optional.of(header), Optional.of(tag), "\"tag\"", size);
    Must.hold(!otherTag || ifSame instanceof ByteRange.Whole, "a part of another object");
  }
}
