/** Which findings are not wanted: settings, suppressions and baselines. */
@NullMarked
package dev.firmtrail.pins.settings;

import org.jspecify.annotations.NullMarked;
