/**
 * What a program asked of the kernel, in order: proof that bytes were synced before they got their
 * name, and the name before the answer. {@link dev.firmtrail.testkit.strace.StraceLog} runs a
 * program under strace(1) and reads what it wrote.
 */
@NullMarked
package dev.firmtrail.testkit.strace;

import org.jspecify.annotations.NullMarked;
