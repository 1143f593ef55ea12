/** Tests of the database itself. */
@NullMarked
package dev.firmtrail.hub.store;

import org.jspecify.annotations.NullMarked;
