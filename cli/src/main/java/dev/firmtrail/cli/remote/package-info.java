/**
 * The commands that talk to a hub. Each opens a connection, calls one verb of {@code workspace} or
 * {@code hub-client}, and renders the answer. Nothing here is loaded by a local command.
 */
@NullMarked
package dev.firmtrail.cli.remote;

import org.jspecify.annotations.NullMarked;
