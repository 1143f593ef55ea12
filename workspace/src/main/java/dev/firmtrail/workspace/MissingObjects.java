package dev.firmtrail.workspace;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Objects that a state needs and a store does not have, in words. */
public final class MissingObjects {
  /** What a person reads; the rest is counted. */
  private static final int NAMED = 5;

  private MissingObjects() {}

  /**
   * Looks for every object of a state before something is done with them.
   *
   * @param notDone for a person: what therefore did not happen, and what helps
   * @return the size in bytes of each object
   * @throws WorkspaceException names those that are missing, each with a path that needs it
   */
  public static Map<ObjectId, Long> refuse(State state, ObjectStore objects, String notDone)
      throws WorkspaceException {
    Map<ObjectId, String> paths = state.objectPaths();
    Map<ObjectId, Long> sizes = HashMap.newHashMap(paths.size());
    List<String> missing = new ArrayList<>();
    for (Map.Entry<ObjectId, String> object : paths.entrySet()) {
      OptionalLong size = objects.size(object.getKey());
      if (size.isPresent()) {
        sizes.put(object.getKey(), size.getAsLong());
      } else {
        missing.add(object.getKey() + " (" + Shown.text(object.getValue()) + ")");
      }
    }
    if (!missing.isEmpty()) {
      int more = missing.size() - NAMED;
      throw new WorkspaceException(
          "objects are missing in %s: %s%s; %s"
              .formatted(
                  objects.directory(),
                  String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
                  more > 0 ? " and " + more + " more" : "",
                  notDone));
    }
    return sizes;
  }
}
