package dev.firmtrail.state.json;

import java.util.Comparator;

/**
 * The order of names in canonical JSON: by Unicode code point, which is the order of their UTF-8
 * bytes. {@link String#compareTo} compares UTF-16 units and is wrong above U+FFFF.
 */
public enum CodePointOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xSurrogate = Character.isSurrogate(x);
        // A surrogate stands for a code point above every other UTF-16 unit.
        return xSurrogate == Character.isSurrogate(y)
            ? Character.compare(x, y)
            : xSurrogate ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
