/**
 * The tests of the whole: what no single module can promise. They run the built launchers as
 * processes.
 */
@NullMarked
package dev.firmtrail.dist;

import org.jspecify.annotations.NullMarked;
