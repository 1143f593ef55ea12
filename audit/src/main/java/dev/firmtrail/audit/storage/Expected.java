package dev.firmtrail.audit.storage;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import java.util.Map;

/**
 * What a storage should hold.
 *
 * @param sizes of the state's objects in bytes, as far as somebody tells them; for words alone
 */
public record Expected(State state, Map<ObjectId, Long> sizes) {
  public Expected {
    sizes = Map.copyOf(sizes);
  }
}
