/** What only a process of its own can show: umask, user, locale, signals. */
@NullMarked
package dev.firmtrail.cli.process;

import org.jspecify.annotations.NullMarked;
