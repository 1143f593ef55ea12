/** Targets that see what only this package sees. */
@NullMarked
package dev.firmtrail.audit.gate;

import org.jspecify.annotations.NullMarked;
