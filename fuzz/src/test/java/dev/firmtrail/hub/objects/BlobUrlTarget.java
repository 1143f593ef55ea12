package dev.firmtrail.hub.objects;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.Seal;
import dev.firmtrail.state.ObjectId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The token of a blob's URL: one that the hub did not make, or that was changed in any bit, or
 * whose day is over, grants nothing. The first byte chooses: the text as it is, text sealed with
 * another key, or a real token of which some bytes are changed.
 */
public final class BlobUrlTarget implements Target {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
  private static final ApiUrl API = new ApiUrl("https://hub.example");
  private static final Prn OWNER = new Prn("prn:::accounts:/0123456789abcdef01234567");
  private static final ObjectId OBJECT = ObjectId.of(new byte[] {1});

  private final BlobUrls urls = urls((byte) 1, NOW);
  private final String token = token(urls);
  private final String another = token(urls((byte) 2, NOW));
  private final BlobUrls tomorrow = urls((byte) 1, NOW.plusSeconds(24 * 3600));

  private static BlobUrls urls(byte key, Instant now) {
    byte[] bytes = new byte[Seal.KEY_BYTES];
    Arrays.fill(bytes, key);
    return new BlobUrls(new Seal(bytes), API, InstantSource.fixed(now));
  }

  private static String token(BlobUrls urls) {
    return urls.download(OWNER, OBJECT, 5).substring(API.of(BlobUrls.PATH).length());
  }

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    String tried =
        switch (pieces.number() % 3) {
          case 0 -> new String(pieces.rest(), StandardCharsets.ISO_8859_1);
          case 1 -> changed(token, pieces);
          default -> changed(another, pieces);
        };
    Optional<BlobUrls.Grant> granted = urls.read(tried);
    Must.hold(granted.isEmpty() || isTheToken(tried), "a grant for " + tried);
    Must.hold(tomorrow.read(tried).isEmpty(), "a grant that is over");
    granted.ifPresent(grant ->
        Must.equal(grant, new BlobUrls.Grant(BlobUrls.Use.GET, OWNER, OBJECT, 5), "the grant"));
    Must.hold(tried.equals(token) == granted.isPresent() || isTheToken(tried), "nothing granted");
  }

  /** Pairs of a place and a character. */
  private static String changed(String token, Input pieces) {
    StringBuilder changed = new StringBuilder(token);
    byte[] changes = pieces.rest();
    for (int i = 0; i + 1 < changes.length; i += 2) {
      changed.setCharAt((changes[i] & 0xFF) % token.length(), (char) (changes[i + 1] & 0xFF));
    }
    return changed.toString();
  }

  /** Base64 has more than one way to write the same bytes. */
  private boolean isTheToken(String tried) {
    return Arrays.equals(bytes(tried, 0), bytes(token, 0))
        && Arrays.equals(bytes(tried, 1), bytes(token, 1));
  }

  private static byte[] bytes(String text, int half) {
    String[] halves = text.split("\\.", 2);
    return halves.length < 2 ? new byte[0] : Base64.getUrlDecoder().decode(halves[half]);
  }
}
