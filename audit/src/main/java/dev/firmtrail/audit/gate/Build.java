package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StatePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was built, as a state.
 *
 * @param state what could be read of it
 * @param judged paths that need not be compared any more, because how the build was read has said
 *     all: with a finding, or without one where it has nothing to answer for
 * @param elsewhere findings about what has no path in a state
 * @param files which file of the build stands under a path, where it has another name
 * @param bytes what its objects hold; empty where only their ids are known
 * @param notes what a person should know of how it was read
 */
public record Build(
    State state,
    Map<StatePath, Optional<Finding>> judged,
    List<Finding> elsewhere,
    Map<StatePath, String> files,
    Optional<Bytes> bytes,
    List<String> notes) {
  public Build {
    judged = Map.copyOf(judged);
    elsewhere = List.copyOf(elsewhere);
    files = Map.copyOf(new LinkedHashMap<>(files));
    notes = List.copyOf(notes);
  }

  /** Where the bytes of a build are. */
  @FunctionalInterface
  public interface Bytes {
    /** Opens the bytes of what stands under a path. */
    InputStream open(StatePath path, ObjectId id) throws IOException;

    /** Those of a store; reading to the end fails where an object is damaged. */
    static Bytes in(ObjectStore store) {
      return (path, id) -> store.openVerified(id);
    }
  }

  /** A build that is a state already. */
  public static Build of(State state, Optional<Bytes> bytes) {
    return new Build(state, Map.of(), List.of(), Map.of(), bytes, List.of());
  }
}
