/**
 * Whose signatures count for a run, and what a person who commits or posts is told of them. Read by
 * commands that have other things to do; loads nothing of cryptography before it is needed.
 */
@NullMarked
package dev.firmtrail.cli.trust;

import org.jspecify.annotations.NullMarked;
