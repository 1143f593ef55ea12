@NullMarked
package dev.firmtrail.hub.accounts;

import org.jspecify.annotations.NullMarked;
