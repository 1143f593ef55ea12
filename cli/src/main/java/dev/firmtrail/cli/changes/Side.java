package dev.firmtrail.cli.changes;

import dev.firmtrail.state.State;

/**
 * One of two states that are compared.
 *
 * @param label what the person called it
 */
public record Side(String label, State state) {}
