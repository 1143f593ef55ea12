package dev.firmtrail.hub;

import dev.firmtrail.hub.usage.Bounds;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.TlsFiles;
import dev.firmtrail.hub.web.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a hub runs.
 *
 * @param data the directory that holds everything: database, objects, keys
 * @param listen port 0 takes a free one
 * @param publicUrl the address that the world knows; where it listens when empty
 * @param largestObject in bytes
 * @param tls what it serves TLS with; clear text when empty
 * @param metricsToken the file with the secret that opens {@code /metrics}; nobody may when empty
 * @param trustedProxies whose word about where requests come from is believed
 * @param bounds how much there may be
 */
public record HubConfig(
    Path data,
    InetSocketAddress listen,
    Optional<ApiUrl> publicUrl,
    long largestObject,
    Optional<TlsFiles> tls,
    Optional<Path> metricsToken,
    TrustedProxies trustedProxies,
    Bounds bounds) {
  /** 64 GiB: more than any firmware, less than most disks. */
  public static final long LARGEST_OBJECT = 64L << 30;

  public HubConfig {
    if (listen.isUnresolved()) {
      throw new IllegalArgumentException("no such host: " + listen.getHostString());
    }
    if (largestObject <= 0) {
      throw new IllegalArgumentException("the largest object must have a size");
    }
  }

  /** A hub that only this machine can reach, on a free port. */
  public static HubConfig loopback(Path data) {
    return new HubConfig(
        data,
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
        Optional.empty(),
        LARGEST_OBJECT,
        Optional.empty(),
        Optional.empty(),
        TrustedProxies.NOBODY,
        Bounds.STANDARD);
  }
}
