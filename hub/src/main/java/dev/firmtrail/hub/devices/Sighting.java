package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The last time that a device called with a good token.
 *
 * @param at by this hub's clock
 * @param address where the call came from
 */
public record Sighting(Instant at, String address) {
  /** The one in a row of the table {@code sightings}, joined or not. */
  public static Optional<Sighting> of(ResultSet row) throws SQLException {
    Optional<String> address = Optional.ofNullable(row.getString("address"));
    return address.isPresent()
        ? Optional.of(new Sighting(Times.ofMicros(row.getLong("seen")), address.get()))
        : Optional.empty();
  }
}
