package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.Seal;
import dev.firmtrail.state.ObjectId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * URLs that carry the right to one upload or download in themselves ({@code docs/formats/hub.md},
 * Bytes): no header, no query, for a day. Whoever holds one may use it. Safe for use by many
 * threads.
 */
public final class BlobUrls {
  /** Devices look for this text in the URL. */
  static final String PATH = "/local-s3/";

  private static final Duration LIFE = Duration.ofDays(1);
  private static final byte VERSION = 1;
  private static final int HASH_BYTES = 32;
  private static final int FIXED_BYTES = 2 + 2 * Long.BYTES + HASH_BYTES;

  private final Seal seal;
  private final ApiUrl api;
  private final InstantSource clock;

  public BlobUrls(Seal seal, ApiUrl api, InstantSource clock) {
    this.seal = seal;
    this.api = api;
    this.clock = clock;
  }

  /** What a URL is good for. */
  enum Use {
    GET((byte) 'G'),
    PUT((byte) 'P');

    private final byte mark;

    Use(byte mark) {
      this.mark = mark;
    }
  }

  /** What a URL says, once its seal was found whole and its time not over. */
  record Grant(Use use, Prn owner, ObjectId id, long size) {}

  String upload(Prn owner, ObjectId id, long size) {
    return url(new Grant(Use.PUT, owner, id, size));
  }

  /** The URL of an object's bytes for whoever may read them now. */
  public String download(Prn owner, ObjectId id, long size) {
    return url(new Grant(Use.GET, owner, id, size));
  }

  private String url(Grant grant) {
    byte[] owner = grant.owner().text().getBytes(StandardCharsets.UTF_8);
    byte[] said =
        ByteBuffer.allocate(FIXED_BYTES + owner.length)
            .put(VERSION)
            .put(grant.use().mark)
            .putLong(clock.instant().plus(LIFE).getEpochSecond())
            .putLong(grant.size())
            .put(HexFormat.of().parseHex(grant.id().hex()))
            .put(owner)
            .array();
    return api.of(PATH + seal.seal(said));
  }

  /** What a token grants; empty when it was not made here, was changed, or is over. */
  Optional<Grant> read(String token) {
    return seal.open(token).flatMap(said -> granted(ByteBuffer.wrap(said)));
  }

  private Optional<Grant> granted(ByteBuffer said) {
    if (said.get() != VERSION) {
      return Optional.empty();
    }
    Use use = said.get() == Use.PUT.mark ? Use.PUT : Use.GET;
    Instant end = Instant.ofEpochSecond(said.getLong());
    long size = said.getLong();
    byte[] hash = new byte[HASH_BYTES];
    said.get(hash);
    Prn owner = new Prn(StandardCharsets.UTF_8.decode(said).toString());
    return clock.instant().isBefore(end)
        ? Optional.of(new Grant(use, owner, new ObjectId(HexFormat.of().formatHex(hash)), size))
        : Optional.empty();
  }
}
