/** Files that pin the layers of a build beside kas: setup files, manifests, submodules. */
@NullMarked
package dev.firmtrail.pins.layers;

import org.jspecify.annotations.NullMarked;
