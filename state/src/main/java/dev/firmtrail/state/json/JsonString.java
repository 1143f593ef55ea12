package dev.firmtrail.state.json;

/**
 * A JSON string, unescaped.
 *
 * @param value Unicode text; the reader never lets a lone surrogate through
 */
public record JsonString(String value) implements Json {}
