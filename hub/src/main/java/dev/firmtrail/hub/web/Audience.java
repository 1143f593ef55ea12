package dev.firmtrail.hub.web;

/**
 * Who is told of requests, none of which changes an answer.
 *
 * @param visitors of those by somebody known
 * @param refusedCalls of those of them that were refused
 * @param metrics of all
 */
public record Audience(Visitors visitors, RefusedCalls refusedCalls, RequestMetrics metrics) {}
