package dev.firmtrail.hubclient;

import java.util.Optional;

/**
 * One token of auth.json and what its hub says about it.
 *
 * @param endpoint where it came from
 * @param account empty when the hub does not accept it any more, or could not be asked
 * @param problem why there is no account; empty when there is one
 */
public record KeptLogin(String endpoint, String realm, Optional<Account> account, String problem) {}
