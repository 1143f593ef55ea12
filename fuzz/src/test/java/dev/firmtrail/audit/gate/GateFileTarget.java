package dev.firmtrail.audit.gate;

import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.pins.yaml.StrictYamlException;

/**
 * A gate file: refused in one line that no terminal obeys, or what was read keeps the bounds and
 * can be used.
 */
public final class GateFileTarget implements Target {
  @Override
  public void accept(byte[] input) {
    GateFile file;
    try {
      file = GateFile.read(input);
    } catch (StrictYamlException refused) {
      String why = String.valueOf(refused.getMessage());
      Must.hold(!why.isBlank() && why.indexOf('\n') < 0 && why.indexOf('\u001b') < 0, "one line");
      return;
    }
    Must.hold(file.files().size() <= GateFile.MAX_PATTERNS, "the bound of mapped paths");
    Must.hold(file.ignore().size() <= GateFile.MAX_PATTERNS, "the bound of patterns");
    file.files().forEach((path, glob) -> glob.matches(path.text()));
  }
}
