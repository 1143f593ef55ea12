package dev.firmtrail.workspace.archive;

import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.objects.archive.TarHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Extended headers and names in archives: refused as the reader of archives refuses, never
 * otherwise; what is taken says no more than one name and one size, and no name leads out.
 */
public final class PaxTarget implements Target {
  private static final long[] HEADER_SIZES = {0, 1, 7, 10, TarHeader.BEYOND_OCTAL};

  @Override
  public void accept(byte[] input) {
    try {
      Extension extension = new Extension();
      extension.pax(input, false);
      for (long size : HEADER_SIZES) {
        Must.hold(sizeStands(extension, size), "two sizes of one member");
      }
      if (extension.otherName().isPresent()) {
        named(extension.otherName().get());
      }
    } catch (RefusedArchiveException refused) {
      Must.beShowable(refused);
    }
    try {
      Extension global = new Extension();
      global.pax(input, true);
      Must.hold(global.otherName().isEmpty(), "a name for all members");
      Must.equal(global.size(7), 7L, "a size for all members");
    } catch (RefusedArchiveException refused) {
      Must.beShowable(refused);
    }
    named(new String(input, StandardCharsets.UTF_8));
  }

  /** Two readers must not see two sizes: the header's stands, or one that no header can say. */
  private static boolean sizeStands(Extension extension, long header) {
    try {
      long size = extension.size(header);
      return size == header || (header == 0 && size >= TarHeader.BEYOND_OCTAL);
    } catch (RefusedArchiveException anotherSize) {
      return true;
    }
  }

  private static void named(String name) {
    try {
      MemberName meaning = MemberName.of(name);
      Must.hold(!name.isEmpty() && !name.startsWith("/"), "an absolute name: " + name);
      Must.hold(!("/" + name + "/").contains("/../"), "a name that leads out: " + name);
      if (meaning instanceof MemberName.AnObject object) {
        Must.hold(name.contains("objects/") && name.contains(object.id().hex()), "an object");
      }
    } catch (IOException refused) {
      Must.beShowable(refused);
    }
  }
}
