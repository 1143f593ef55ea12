/** Archives: what is written, by other programs' judgement, and what is refused. */
@NullMarked
package dev.firmtrail.workspace.archive;

import org.jspecify.annotations.NullMarked;
