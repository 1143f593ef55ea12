package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.state.ObjectId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * URLs that carry the right to one upload or download in themselves ({@code docs/formats/hub.md},
 * Bytes): no header, no query, for a day. Whoever holds one may use it. Safe for use by many
 * threads.
 */
public final class BlobUrls {
  /** Devices look for this text in the URL. */
  static final String PATH = "/local-s3/";

  /** Length of the key in bytes: that of the hash. */
  public static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final Duration LIFE = Duration.ofDays(1);
  private static final byte VERSION = 1;
  private static final int HASH_BYTES = 32;
  private static final int FIXED_BYTES = 2 + 2 * Long.BYTES + HASH_BYTES;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final ApiUrl api;
  private final InstantSource clock;

  public BlobUrls(byte[] key, ApiUrl api, InstantSource clock) {
    this.key = new SecretKeySpec(key, ALGORITHM);
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
    return api.of(PATH + TEXT.encodeToString(said) + "." + TEXT.encodeToString(seal(said)));
  }

  /** What a token grants; empty when it was not made here, was changed, or is over. */
  Optional<Grant> read(String token) {
    int dot = token.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    try {
      byte[] said = Base64.getUrlDecoder().decode(token.substring(0, dot));
      byte[] sealed = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      return MessageDigest.isEqual(sealed, seal(said))
          ? granted(ByteBuffer.wrap(said))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
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

  private byte[] seal(byte[] said) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(said);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
