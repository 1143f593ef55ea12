/**
 * Whether what was built is what is about to be promoted: a build and a state are compared path by
 * path, and policies of a {@link dev.firmtrail.audit.gate.GateFile} are held against them. What
 * came of it is a {@link dev.firmtrail.audit.gate.GateReport}, which pipelines read as JUnit XML or
 * SARIF, and which a {@link dev.firmtrail.audit.gate.Promotion} records. See {@code
 * docs/formats/gate.md}.
 */
@NullMarked
package dev.firmtrail.audit.gate;

import org.jspecify.annotations.NullMarked;
