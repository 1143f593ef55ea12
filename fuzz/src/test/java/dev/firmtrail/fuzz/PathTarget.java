package dev.firmtrail.fuzz;

import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StatePath;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Paths and ids: a path that is taken stays in its directory and fits into a file system; an id is
 * 64 lower-case hex digits and nothing else; what is shown has nothing that a terminal obeys.
 */
final class PathTarget implements Target {
  @Override
  public void accept(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Optional<StatePath> path = StatePath.parse(text);
    Must.equal(path.isEmpty(), StatePath.problem(text).isPresent(), "taken without a problem");
    if (path.isPresent()) {
      StateTarget.staysInside(text);
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      Must.hold(bytes <= StatePath.MAX_BYTES, "a path of " + bytes + " bytes");
      for (String component : text.split("/", -1)) {
        int length = component.getBytes(StandardCharsets.UTF_8).length;
        Must.hold(
            length > 0 && length <= StatePath.MAX_COMPONENT_BYTES, "a component of " + length);
      }
      Must.hold(path.get().isWithin(path.get().first()), "not below its own first component");
    }
    Must.equal(ObjectId.parse(text).isPresent(), isLowerHex(text), "an object id");
    String shown = Shown.text(text);
    Must.hold(shown.codePoints().noneMatch(Character::isISOControl), "shown with a control");
    Must.hold(shown.length() < 220, "shown in " + shown.length() + " characters");
  }

  private static boolean isLowerHex(String text) {
    return text.length() == 64
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
