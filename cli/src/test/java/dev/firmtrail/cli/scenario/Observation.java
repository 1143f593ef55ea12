package dev.firmtrail.cli.scenario;

/**
 * One thing in which our run is not as the record.
 *
 * @param step the recorded step's number
 * @param what exit, stdout, stderr, json, new, config, commitmsg, files, objects, tree, file, or
 *     first member, members or times of an archive
 * @param theirs for a failed test's message
 * @param ours as the list of differences has it
 */
public record Observation(long step, String what, String theirs, String ours) {}
