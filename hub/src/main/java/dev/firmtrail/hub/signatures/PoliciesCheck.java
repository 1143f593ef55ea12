package dev.firmtrail.hub.signatures;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.Rows;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** That signature policies are numbered without a gap, and that each is one, in canonical bytes. */
public final class PoliciesCheck implements Check {
  @Override
  public String name() {
    return "signature policies";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) {
    Rows.requireDense(handle, "signature_policies", "subject", "seq", found);
    Rows.each(
        handle,
        "SELECT subject, seq, policy FROM signature_policies",
        row -> {
          if (!isPolicy(row.getBytes("policy"))) {
            found.accept(
                Finding.damage(
                    "signature policy %d of %s"
                        .formatted(row.getLong("seq"), row.getString("subject")),
                    "its bytes are no policy"));
          }
        });
  }

  private static boolean isPolicy(byte[] stored) {
    try {
      JsonObject document = JsonReader.readObject(stored);
      return Arrays.equals(stored, JsonWriter.CANONICAL.bytes(document))
          && SignaturePolicy.read(document).document().equals(document);
    } catch (JsonException | Refusal none) {
      return false;
    }
  }
}
