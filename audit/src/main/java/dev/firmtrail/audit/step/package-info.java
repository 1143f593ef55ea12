/** Whether a step on a hub is complete, is the state that its id says, and is signed. */
@NullMarked
package dev.firmtrail.audit.step;

import org.jspecify.annotations.NullMarked;
