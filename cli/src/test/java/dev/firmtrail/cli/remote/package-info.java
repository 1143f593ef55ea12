/** The commands that talk to a hub, against a real hub and against recorded ones. */
@NullMarked
package dev.firmtrail.cli.remote;

import org.jspecify.annotations.NullMarked;
