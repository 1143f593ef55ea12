package dev.firmtrail.hubclient;

/**
 * What a download did.
 *
 * @param fetched objects that came
 * @param bytes of them, as they came over the network; a part of an earlier try is not counted
 *     again
 * @param alreadyHere objects that were in the store
 */
public record DownloadReport(int fetched, long bytes, int alreadyHere) {}
