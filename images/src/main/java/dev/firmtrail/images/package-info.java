/** Container images: what a reference names, and whether it can come to name something else. */
@NullMarked
package dev.firmtrail.images;

import org.jspecify.annotations.NullMarked;
