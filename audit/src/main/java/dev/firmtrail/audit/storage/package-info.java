/**
 * Whether the storage of a device holds a state, byte for byte: its object pool, and the directory
 * of one revision, as a device makes them. Everything there is a stranger's: no link is followed,
 * and nothing but regular files is opened.
 */
@NullMarked
package dev.firmtrail.audit.storage;

import org.jspecify.annotations.NullMarked;
