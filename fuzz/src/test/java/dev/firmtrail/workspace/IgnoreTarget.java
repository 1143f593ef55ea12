package dev.firmtrail.workspace;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;

/**
 * An ignore file and a path: reading and asking end, what lies in an ignored directory is ignored,
 * and lines that say nothing change nothing.
 */
public final class IgnoreTarget implements Target {
  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    String lines = pieces.text();
    String path = pieces.text();
    if (path.isEmpty() || path.startsWith("/") || path.endsWith("/") || path.contains("//")) {
      return;
    }
    boolean ignored = IgnoreRules.parse(lines).ignores(path);
    boolean directoryIgnored = IgnoreRules.parse(lines).ignoresDirectory(path);
    Must.hold(!directoryIgnored || IgnoreRules.parse(lines).ignores(path + "/x"), "inside");
    int slash = path.lastIndexOf('/');
    boolean above =
        slash > 0 && IgnoreRules.parse(lines).ignoresDirectory(path.substring(0, slash));
    Must.hold(!above || ignored, "a file of an ignored directory");
    Must.equal(
        IgnoreRules.parse(lines + "\n# nothing\n\n").ignores(path), ignored, "a comment more");
    Must.hold(IgnoreRules.parse(lines + "\n*").ignores(path), "everything is ignored");
  }
}
