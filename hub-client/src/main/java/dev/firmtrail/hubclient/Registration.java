package dev.firmtrail.hubclient;

import java.net.URI;
import java.util.Optional;

/**
 * What came of registering an account.
 *
 * @param confirmAt where a person must go to finish; empty when the account can be used at once
 */
public record Registration(Optional<URI> confirmAt) {}
