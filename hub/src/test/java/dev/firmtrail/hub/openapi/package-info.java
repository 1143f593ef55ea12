@NullMarked
package dev.firmtrail.hub.openapi;

import org.jspecify.annotations.NullMarked;
