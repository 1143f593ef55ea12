/**
 * The commands of auditors, forensic engineers and pipelines: {@code audit}, {@code bisect} and
 * {@code gate}.
 */
@NullMarked
package dev.firmtrail.cli.audit;

import org.jspecify.annotations.NullMarked;
