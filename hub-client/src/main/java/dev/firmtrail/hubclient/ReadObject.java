package dev.firmtrail.hubclient;

import dev.firmtrail.state.ObjectId;
import java.util.Optional;

/**
 * An object that was read from a hub, and not kept.
 *
 * @param key a path that needs it
 * @param size bytes that came
 * @param found the SHA-256 that they have; empty where they did not come to an end
 * @param problem why not; empty where they did
 * @param isMissing whether the hub says that it has none
 */
public record ReadObject(
    ObjectId id,
    String key,
    long size,
    Optional<ObjectId> found,
    Optional<String> problem,
    boolean isMissing) {}
