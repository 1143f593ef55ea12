/**
 * Fuzzing: each parser of what a stranger sends is a {@link dev.firmtrail.fuzz.Target} that says
 * what must hold for whatever bytes come; {@link dev.firmtrail.fuzz.Subject} lists them all. The
 * fuzzer runs one target in a process of its own ({@link dev.firmtrail.fuzz.FuzzProcess}); what it
 * found interesting lies in {@code fuzz/corpus} and is replayed by every run of the tests. Targets
 * of parsers that only their own package sees lie in a package of that name. See {@code
 * docs/decisions/0006-fuzzing.md} and {@code CONTRIBUTING.md}.
 */
@NullMarked
package dev.firmtrail.fuzz;

import org.jspecify.annotations.NullMarked;
