/**
 * Whether something is what it should be, by hash and without a rebuild, and what made it go wrong.
 * What was compared and is not as it should be is a {@link dev.firmtrail.audit.Finding}; what all
 * of them say together is a {@link dev.firmtrail.audit.Verdict}.
 */
@NullMarked
package dev.firmtrail.audit;

import org.jspecify.annotations.NullMarked;
