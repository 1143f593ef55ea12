/**
 * How two states differ, as a person and as a script see it: what {@code diff} and {@code show}
 * print.
 */
@NullMarked
package dev.firmtrail.cli.changes;

import org.jspecify.annotations.NullMarked;
