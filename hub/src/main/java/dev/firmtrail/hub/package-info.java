/**
 * The server: accounts, devices, trails, steps and objects behind the REST protocol that published
 * clients and devices speak ({@code docs/formats/hub.md}).
 *
 * <p>{@link dev.firmtrail.hub.Hub} wires it and {@link dev.firmtrail.hub.program.HubProgram} runs
 * it. Ground floor first: {@code store} (the database), {@code web} (HTTP, tokens, limits, errors),
 * then the rooms {@code accounts}, {@code devices}, {@code objects} and {@code trails}, each with
 * its routes, rules and queries. A room uses only what stands before it in this list.
 */
@NullMarked
package dev.firmtrail.hub;

import org.jspecify.annotations.NullMarked;
