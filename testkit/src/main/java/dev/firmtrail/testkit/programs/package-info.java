/** Other programs, asked for a second opinion. */
@NullMarked
package dev.firmtrail.testkit.programs;

import org.jspecify.annotations.NullMarked;
