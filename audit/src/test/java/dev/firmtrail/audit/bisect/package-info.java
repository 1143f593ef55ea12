@NullMarked
package dev.firmtrail.audit.bisect;

import org.jspecify.annotations.NullMarked;
