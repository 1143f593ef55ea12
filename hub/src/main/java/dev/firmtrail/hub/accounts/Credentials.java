package dev.firmtrail.hub.accounts;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Tokens;
import java.util.Optional;

/** Somewhere that names are looked up when somebody logs in: accounts, devices. */
@FunctionalInterface
public interface Credentials {
  /** Who goes by a name here. */
  Optional<Known> find(String username);

  /** Whether the operator has shut out somebody who knows his secret. */
  default boolean isShutOut(Prn who) {
    return false;
  }

  /**
   * Somebody who may log in.
   *
   * @param secretHash as {@link Secrets} made it
   */
  record Known(Tokens.Identity identity, String secretHash) {
    @Override
    public String toString() {
      return "Known " + identity.prn();
    }
  }
}
