package dev.firmtrail.hub.devices;

import dev.firmtrail.hub.events.Event;
import dev.firmtrail.hub.events.EventKind;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.signatures.ClientAuthorities;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Which devices have shown by certificates whose they are ({@code docs/formats/hub.md}, Ownership):
 * each certificate is an event, kept in one transaction with a row that ties its key to the device.
 * Safe for use by many threads.
 */
final class Ownerships {
  private final Database database;
  private final Events events;
  private final Optional<ClientAuthorities> authorities;
  private final InstantSource clock;

  /**
   * @param authorities who vouches for devices; nobody validates when empty
   */
  Ownerships(
      Database database,
      Events events,
      Optional<ClientAuthorities> authorities,
      InstantSource clock) {
    this.database = database;
    this.events = events;
    this.authorities = authorities;
    this.clock = clock;
  }

  /**
   * Adds an event where the device has not shown this certificate before.
   *
   * @param chain that the device holds the key of; its own certificate first
   * @throws Refusal nobody vouches for it, it is another's, or nobody owns the device
   */
  void validate(Device device, List<X509Certificate> chain) {
    if (device.owner().isEmpty()) {
      throw Refusal.forbidden("nobody has claimed this device yet");
    }
    ClientAuthorities known =
        authorities.orElseThrow(() ->
            Refusal.forbidden(
                "this hub knows no authorities of devices; its operator can name them (tls-device-ca)"));
    if (chain.isEmpty()) {
      throw Refusal.forbidden(
          "no client certificate came with this TLS session; nothing before the hub may end TLS");
    }
    known
        .objection(chain, clock.instant())
        .ifPresent(why -> {
          throw Refusal.forbidden("the client certificate: " + why);
        });
    OwnershipCertificate certificate = OwnershipCertificate.of(chain.getFirst());
    if (certificate.deviceNames().stream().anyMatch(named -> !named.equals(device.id()))) {
      throw Refusal.forbidden("the client certificate: its serialNumber is not this device's id");
    }
    database.write(handle -> {
      add(handle, device, certificate);
      return certificate;
    });
  }

  private void add(Handle handle, Device device, OwnershipCertificate certificate) {
    Devices.shown(handle, device.id());
    List<Shown> before = shown(handle, certificate);
    if (before.stream().anyMatch(row -> !row.device().equals(device.id().hex()))) {
      throw Refusal.forbidden("the client certificate: its key is another device's");
    }
    if (before.stream().anyMatch(row -> row.certificate().equals(certificate.sha256()))) {
      return;
    }
    Event event =
        events.append(
            handle,
            device.prn(),
            EventKind.OWNERSHIP_VALIDATED,
            device.prn(),
            certificate.document());
    handle
        .createUpdate(
            "INSERT INTO ownerships (certificate, public_key, device, seq)"
                + " VALUES (:certificate, :key, :device, :seq)")
        .bind("certificate", certificate.sha256())
        .bind("key", certificate.publicKey())
        .bind("device", device.id().hex())
        .bind("seq", event.seq())
        .execute();
  }

  /** A certificate of the same key that some device has shown. */
  private record Shown(String certificate, String device) {}

  private static List<Shown> shown(Handle handle, OwnershipCertificate certificate) {
    return handle
        .createQuery("SELECT certificate, device FROM ownerships WHERE public_key = ?")
        .bind(0, certificate.publicKey())
        .map((row, context) -> new Shown(row.getString("certificate"), row.getString("device")))
        .list();
  }
}
