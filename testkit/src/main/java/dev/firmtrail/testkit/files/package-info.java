/** What tests of every module do with directories of their own. */
@NullMarked
package dev.firmtrail.testkit.files;

import org.jspecify.annotations.NullMarked;
