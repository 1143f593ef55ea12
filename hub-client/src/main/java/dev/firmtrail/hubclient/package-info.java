/** Placeholder. */
@NullMarked
package dev.firmtrail.hubclient;

import org.jspecify.annotations.NullMarked;
