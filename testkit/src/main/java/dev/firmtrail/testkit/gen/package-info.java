/**
 * A small kit for property tests: values are built from a row of drawn numbers, a failing row is
 * made shorter and smaller until it says what matters, and the seed that found it is printed.
 */
@NullMarked
package dev.firmtrail.testkit.gen;

import org.jspecify.annotations.NullMarked;
