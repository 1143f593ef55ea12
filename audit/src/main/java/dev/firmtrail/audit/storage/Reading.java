package dev.firmtrail.audit.storage;

import dev.firmtrail.state.ObjectId;
import java.util.Optional;

/** What came of reading a file. */
sealed interface Reading {
  /**
   * It was read to its end.
   *
   * @param size bytes that came
   * @param zeros how many of them came in whole blocks of zeros, as holes do
   * @param unlike in what way it is not the JSON that it should be; empty where it is, or where
   *     none was asked for
   */
  record Whole(ObjectId id, long size, long zeros, Optional<String> unlike) implements Reading {}

  /** It could not be read. */
  record Failed(String why) implements Reading {}
}
