package dev.firmtrail.hub.program;

/**
 * A value that somebody gave.
 *
 * @param where a flag, a variable, or a line of a file: begins what is said about it
 */
record Said(String value, String where) {}
