/** What signatures promise, shown on recorded cases, on real tools, and at random. */
@NullMarked
package dev.firmtrail.signatures;

import org.jspecify.annotations.NullMarked;
