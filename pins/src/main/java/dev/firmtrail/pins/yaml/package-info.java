/** YAML of strangers, with the place of each value. */
@NullMarked
package dev.firmtrail.pins.yaml;

import org.jspecify.annotations.NullMarked;
