/** Whether devices run what their trails say that they should, by their own word. */
@NullMarked
package dev.firmtrail.audit.fleet;

import org.jspecify.annotations.NullMarked;
