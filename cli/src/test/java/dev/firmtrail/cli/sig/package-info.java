/** The commands about signatures. */
@NullMarked
package dev.firmtrail.cli.sig;

import org.jspecify.annotations.NullMarked;
