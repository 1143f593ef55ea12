/** Which commands a shell script runs, as far as its text says. */
@NullMarked
package dev.firmtrail.pins.shell;

import org.jspecify.annotations.NullMarked;
