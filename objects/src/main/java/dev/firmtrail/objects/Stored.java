package dev.firmtrail.objects;

import dev.firmtrail.state.ObjectId;

/**
 * An object that a put brought in.
 *
 * @param size in bytes
 */
public record Stored(ObjectId id, long size, PutResult result) {}
