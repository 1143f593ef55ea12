/** Targets that see what only this package sees. */
@NullMarked
package dev.firmtrail.signatures;

import org.jspecify.annotations.NullMarked;
