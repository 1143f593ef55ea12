/**
 * The content-addressed store: a directory of objects, each a file named by the SHA-256 of its
 * bytes.
 *
 * <p>Bytes are hashed once, while they move: every way in writes a temporary file while hashing,
 * syncs it, renames it to its id and syncs the directory. So no half object ever stands under an
 * id, whatever kills the process, and there is no second read. Writers do not lock: two that bring
 * the same object both succeed. {@link dev.firmtrail.objects.DurableFile} is the one way in which
 * any module of this project writes a file that must survive a crash.
 */
@NullMarked
package dev.firmtrail.objects;

import org.jspecify.annotations.NullMarked;
