package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The last time that a device called with a good token.
 *
 * @param at by this hub's clock
 * @param address where the call came from
 */
public record Sighting(Instant at, String address) {
  /** The one that is written of a device. */
  public static Optional<Sighting> find(Handle handle, HubId device) {
    return handle
        .createQuery("SELECT seen, address FROM sightings WHERE device = ?")
        .bind(0, device.hex())
        .map((row, context) -> of(row))
        .findOne()
        .flatMap(written -> written);
  }

  /** The one in a row of the table {@code sightings}, joined or not. */
  public static Optional<Sighting> of(ResultSet row) throws SQLException {
    Optional<String> address = Optional.ofNullable(row.getString("address"));
    return address.isPresent()
        ? Optional.of(new Sighting(Times.ofMicros(row.getLong("seen")), address.get()))
        : Optional.empty();
  }
}
