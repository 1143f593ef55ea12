package dev.firmtrail.testkit.crash;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of a change that was not synced. Of a write, a range of its bytes may have arrived
 * and the rest not; torn ones end at a boundary of the disk's sectors.
 *
 * @param from first byte that arrived
 * @param to byte after the last one that arrived, or more
 * @param grown the file has the size that it was given, whatever arrived; where nothing did are
 *     zeros or the bytes from before
 */
record Fate(int from, int to, boolean grown) {
  static final Fate DONE = new Fate(0, Integer.MAX_VALUE, true);
  static final Fate LOST = new Fate(0, 0, false);
  static final Fate ONLY_SIZE = new Fate(0, 0, true);

  /** What disks write in one piece: old ones and new ones. */
  private static final int SMALL_SECTOR = 512;

  private static final int LARGE_SECTOR = 4096;

  /** All but {@link #DONE} that are looked at for a change of a file's bytes. */
  static List<Fate> otherThanDone(Operation.OfData change) {
    List<Fate> fates = new ArrayList<>(List.of(LOST));
    if (change instanceof Operation.Write write) {
      fates.add(ONLY_SIZE);
      for (int cut : cuts(write)) {
        fates.add(new Fate(0, cut, false));
        fates.add(new Fate(0, cut, true));
        fates.add(new Fate(cut, Integer.MAX_VALUE, true));
      }
    }
    return fates;
  }

  /** The first boundary of each kind of sector, one in the middle, and the last. */
  private static Set<Integer> cuts(Operation.Write write) {
    long begin = write.offset();
    long end = begin + write.bytes().length();
    Set<Integer> cuts = new LinkedHashSet<>();
    for (long boundary :
        new long[] {
          above(begin, SMALL_SECTOR),
          above(begin, LARGE_SECTOR),
          above((begin + end) / 2, SMALL_SECTOR),
          above(end - 1, SMALL_SECTOR) - SMALL_SECTOR
        }) {
      if (boundary > begin && boundary < end) {
        cuts.add((int) (boundary - begin));
      }
    }
    return cuts;
  }

  private static long above(long offset, int sector) {
    return (offset / sector + 1) * sector;
  }

  /** The file's bytes after the change, as far as it came. */
  Bytes apply(Operation.OfData change, Bytes before) {
    return switch (change) {
      case Operation.Resize resize -> equals(DONE) ? before.ofLength(resize.size()) : before;
      case Operation.Write write -> {
        int length = write.bytes().length();
        int last = Math.min(to, length);
        Bytes after = last > from ? before.with(write.offset(), write.bytes(), from, last) : before;
        yield grown && after.length() < write.offset() + length
            ? after.ofLength(write.offset() + length)
            : after;
      }
    };
  }

  @Override
  public String toString() {
    if (equals(DONE)) {
      return "on the disk";
    }
    if (equals(LOST)) {
      return "lost";
    }
    String size = grown ? ", the file has its size" : "";
    return equals(ONLY_SIZE)
        ? "no byte of it" + size
        : "only its bytes from %d%s%s"
            .formatted(from, to == Integer.MAX_VALUE ? "" : " to " + to, size);
  }
}
