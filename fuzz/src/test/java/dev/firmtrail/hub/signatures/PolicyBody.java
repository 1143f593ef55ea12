package dev.firmtrail.hub.signatures;

import dev.firmtrail.fuzz.Body;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;

/**
 * A signature policy knows whose signatures count exactly where it judges any, and means the same
 * when it comes back from the database.
 */
public final class PolicyBody implements Body {
  @Override
  public void accept(JsonObject body) {
    SignaturePolicy policy = SignaturePolicy.wished(body);
    Must.equal(policy.trust().isPresent(), policy.mode().judges(), "trust");
    policy
        .trust()
        .ifPresent(trust -> {
          Must.hold(!trust.roots().certificates().isEmpty(), "roots without a certificate");
          if (policy.mode() == PolicyMode.STRICT) {
            Must.hold(trust.roots().publishedKeys().isEmpty(), "strict, and anybody can sign");
          }
        });
    byte[] stored = JsonWriter.CANONICAL.bytes(policy.document());
    try {
      SignaturePolicy again = SignaturePolicy.read(JsonReader.readObject(stored));
      Must.equal(again.mode(), policy.mode(), "the mode");
      Must.equal(again.trust(), policy.trust(), "the trust");
    } catch (JsonException broken) {
      throw new AssertionError("a policy that cannot be read again", broken);
    }
  }
}
