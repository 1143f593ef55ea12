/** Archives that no honest program would write, for tests of those who read them. */
@NullMarked
package dev.firmtrail.testkit.tar;

import org.jspecify.annotations.NullMarked;
