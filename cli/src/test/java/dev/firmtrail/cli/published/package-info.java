/**
 * What the published program can read, and a small program that works on a workspace by its rules.
 *
 * <p>Written from the facts about that program alone, with no class of ours: what is ours must
 * never be its own witness. {@code GoJson} is its JSON, {@code ReadingRules} what it must be able
 * to read, {@code OldPvr} its local verbs, which are held against its recorded runs before anything
 * is held against them.
 */
@NullMarked
package dev.firmtrail.cli.published;

import org.jspecify.annotations.NullMarked;
