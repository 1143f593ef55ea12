/** The table of settings, and the page that is made from it. */
@NullMarked
package dev.firmtrail.hub.program;

import org.jspecify.annotations.NullMarked;
