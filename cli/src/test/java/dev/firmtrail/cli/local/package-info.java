/** Tests of commands that work on this machine alone. */
@NullMarked
package dev.firmtrail.cli.local;

import org.jspecify.annotations.NullMarked;
