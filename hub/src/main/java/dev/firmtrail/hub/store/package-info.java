/**
 * The database: one SQLite file, its migrations, the one thread that writes and the few that read.
 *
 * <p>Facts (trails, steps, states, signature policies) are insert-only. No statement in this
 * program changes or removes one, and triggers of the database refuse it to everybody else.
 */
@NullMarked
package dev.firmtrail.hub.store;

import org.jspecify.annotations.NullMarked;
