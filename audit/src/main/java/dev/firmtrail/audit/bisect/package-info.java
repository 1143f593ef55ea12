/**
 * What broke it: the first bad revision of a trail, and the smallest set of parts that makes a
 * failure. {@link dev.firmtrail.audit.bisect.Search} and {@link
 * dev.firmtrail.audit.bisect.DeltaDebugging} decide what to test next and know nothing of states;
 * the other classes keep a search in a workspace, and test states in directories of their own.
 */
@NullMarked
package dev.firmtrail.audit.bisect;

import org.jspecify.annotations.NullMarked;
