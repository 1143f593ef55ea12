package dev.firmtrail.hubclient;

import dev.firmtrail.state.ObjectId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What a post would send.
 *
 * @param remote where to
 * @param candidates objects that the step before does not have, each with a path that needs it
 * @param listed those of the candidates that the hub lists among the caller's objects. An upload
 *     that was cut short is listed too
 * @param isListKnown whether the hub told its list; otherwise any of the candidates may be there
 */
public record Rehearsal(
    Remote remote,
    SequencedMap<ObjectId, String> candidates,
    Set<ObjectId> listed,
    boolean isListKnown) {
  public Rehearsal {
    candidates = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(candidates));
    listed = Set.copyOf(listed);
  }
}
