package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a check of a store found. All lists are sorted.
 *
 * @param checked objects that were read to their end
 * @param bytes that were read from them
 * @param corrupt ids under which other bytes stood, repaired or not
 * @param missing wanted ids without an object, repaired or not
 * @param unreadable objects that could not be read (a broken disk, no permission), repaired or not
 * @param repaired those of the three lists above that are good now
 * @param leftovers files that interrupted work left behind: temporaries, {@code .part}, {@code
 *     .new}, {@code .corrupt}; safe to delete when no process uses the store
 * @param strangers what the store cannot account for, a directory or a link under an id among it
 */
public record FsckReport(
    long checked,
    long bytes,
    List<ObjectId> corrupt,
    List<ObjectId> missing,
    List<ObjectId> unreadable,
    List<ObjectId> repaired,
    List<Path> leftovers,
    List<Path> strangers) {
  public FsckReport {
    corrupt = List.copyOf(corrupt);
    missing = List.copyOf(missing);
    unreadable = List.copyOf(unreadable);
    repaired = List.copyOf(repaired);
    leftovers = List.copyOf(leftovers);
    strangers = List.copyOf(strangers);
  }

  /** Whether every object that is there or wanted is good now. */
  public boolean good() {
    Set<ObjectId> bad = new HashSet<>(corrupt);
    bad.addAll(missing);
    bad.addAll(unreadable);
    repaired.forEach(bad::remove);
    return bad.isEmpty();
  }
}
