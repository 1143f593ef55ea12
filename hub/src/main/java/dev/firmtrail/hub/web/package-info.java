/**
 * HTTP for every room: who calls (tokens), what they may ask (routes, access, scopes), how much
 * they may send (limits), and how answers, errors and bytes go out.
 *
 * <p>A room hands in {@link dev.firmtrail.hub.web.Route}s and gives back {@link
 * dev.firmtrail.hub.web.Answer}s; it never sees the HTTP library. All routes stand in one list,
 * from which registration comes and over which tests run.
 */
@NullMarked
package dev.firmtrail.hub.web;

import org.jspecify.annotations.NullMarked;
