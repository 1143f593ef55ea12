package dev.firmtrail.fuzz;

import dev.firmtrail.objects.BundleEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Bundles of objects: what is read as entries and bytes is, written again, what was read; what is
 * none is refused in words.
 */
final class BundleTarget implements Target {
  @Override
  public void accept(byte[] input) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    try {
      for (Optional<BundleEntry> next = BundleEntry.readFrom(in);
          next.isPresent();
          next = BundleEntry.readFrom(in)) {
        BundleEntry entry = next.get();
        int before = again.size();
        entry.writeTo(again);
        Must.equal(again.size() - before, entry.length(), "the length of an entry");
        if (entry.carriesBytes()) {
          again.write(entry.readBytes(in));
        }
        int taken = input.length - in.available();
        Must.hold(
            Arrays.equals(again.toByteArray(), Arrays.copyOf(input, taken)), "written otherwise");
      }
    } catch (EOFException | StreamCorruptedException refused) {
      Must.beShowable(refused);
    }
  }
}
