/**
 * The hub protocol from a client's side: which endpoints a repository has, who we are there, and
 * moving states and objects.
 *
 * <p>{@link dev.firmtrail.hubclient.HubClient} is the way in; {@link
 * dev.firmtrail.hubclient.RepositoryReference} says what a person meant by what they typed. A hub
 * is a stranger: whatever it sends is bounded in size before it is read, checked before it is kept,
 * and escaped before it is shown. A published hub and ours are both valid peers.
 *
 * <p>Nothing here is touched by a command that needs no network.
 */
@NullMarked
package dev.firmtrail.hubclient;

import org.jspecify.annotations.NullMarked;
