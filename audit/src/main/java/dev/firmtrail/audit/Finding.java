package dev.firmtrail.audit;

import dev.firmtrail.state.ObjectId;
import java.util.Optional;

/**
 * One thing that was compared and is not as it should be, or could not be judged. What is as it
 * should be gives none.
 *
 * @param path of the file or key, below what was compared; may hold any characters
 * @param expected SHA-256 that it should have; empty where there is none
 * @param found SHA-256 that it has; empty where there is none
 * @param detail a sentence for a person: in what way, and what to do where something can be done
 */
public record Finding(
    String path, Kind kind, Optional<ObjectId> expected, Optional<ObjectId> found, String detail) {

  /** In which way. */
  public enum Kind {
    /** Both sides have it, and it is not the same. */
    DIFFERENT,
    /** It should be there. */
    MISSING,
    /** It should not be there. */
    EXTRA,
    /** It could not be judged. */
    UNKNOWN
  }
}
