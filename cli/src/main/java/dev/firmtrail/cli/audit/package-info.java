/**
 * The commands of auditors, forensic engineers and pipelines: {@code audit}, {@code bisect}, {@code
 * gate} and {@code promote}.
 */
@NullMarked
package dev.firmtrail.cli.audit;

import org.jspecify.annotations.NullMarked;
