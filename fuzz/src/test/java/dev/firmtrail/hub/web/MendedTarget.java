package dev.firmtrail.hub.web;

import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonReader;
import java.util.Arrays;

/**
 * Mending leaves alone what the strict reader takes, leaves nothing that it refuses for its text,
 * and has nothing left to do the second time.
 */
public final class MendedTarget implements Target {
  @Override
  public void accept(byte[] input) {
    byte[] mended = MendedText.of(input);
    Must.hold(Arrays.equals(MendedText.of(mended), mended), "mended twice");
    Must.hold(mended.length <= 3L * input.length, "it grows");
    if (refusal(input).isEmpty()) {
      Must.hold(Arrays.equals(mended, input), "a good document was changed");
    }
    String refusal = refusal(mended);
    Must.hold(
        !refusal.contains("not UTF-8") && !refusal.contains("lone surrogate"),
        "it is still broken: " + refusal);
  }

  private static String refusal(byte[] document) {
    try {
      JsonReader.read(document);
      return "";
    } catch (JsonException refused) {
      return refused.problem();
    }
  }
}
