package dev.firmtrail.fuzz;

import dev.firmtrail.state.DeviceGlob;
import dev.firmtrail.state.json.RawText;

/**
 * A pattern and a key, as bytes, in a device's dialect: every pattern is read and says the same
 * each time, a text in which nothing is special fits itself alone, what fits a directory fits all
 * below it, and where the two are short a plain matcher says the same ({@link DeviceGlobOpinion}).
 */
final class DeviceGlobTarget implements Target {
  private static final String BELOW = "/**";

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    String pattern = RawText.of(pieces.piece()).bytes();
    String key = RawText.of(pieces.piece()).bytes();
    DeviceGlob glob = DeviceGlob.parse(new RawText(pattern));
    boolean fits = glob.matches(new RawText(key));
    Must.equal(glob.matches(new RawText(key)), fits, "asked again");
    Must.equal(fits(pattern, key), fits, "read again");
    if (DeviceGlobOpinion.isQuick(pattern, key)) {
      Must.equal(fits, DeviceGlobOpinion.fits(pattern, key), pattern + " fits " + key);
    }
    literal(pattern, key);
    below(pattern, key);
  }

  private static boolean fits(String pattern, String key) {
    return DeviceGlob.parse(new RawText(pattern)).matches(new RawText(key));
  }

  private static void literal(String text, String other) {
    String literal = text.replaceAll("[*?\\[\\\\]", "\\\\$0");
    Must.hold(fits(literal, text), "a text does not fit itself");
    Must.equal(fits(literal, other), text.equals(other), "another text fits");
  }

  private static void below(String pattern, String key) {
    String all = pattern + BELOW;
    if (!pattern.endsWith(BELOW)) {
      Must.hold(fits(all, key) || !fits(pattern, key), "a directory is not taken with its pattern");
    }
    Must.hold(!fits(all, key) || fits(all, key + "/" + pattern), "something below is not taken");
  }
}
