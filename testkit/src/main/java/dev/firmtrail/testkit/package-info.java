/**
 * For tests only: generators for property tests ({@code gen}), system calls as strace saw them
 * ({@code strace}), what a power cut leaves of them ({@code crash}), recorded conversations and
 * hostile servers ({@code wire}), directories that come and go ({@code files}), other programs
 * ({@code programs}). Stands on the JDK and test libraries alone, so that the tests of every module
 * may use it.
 */
@NullMarked
package dev.firmtrail.testkit;

import org.jspecify.annotations.NullMarked;
