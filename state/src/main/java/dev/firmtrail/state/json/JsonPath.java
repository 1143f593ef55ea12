package dev.firmtrail.state.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way from the top of a document to the value that is being read. Not safe for use by two
 * threads.
 */
public final class JsonPath {
  private static final int NOWHERE = -1;

  private @Nullable String[] names = new String[8];
  private int[] items = new int[8];
  private int depth;

  JsonPath() {}

  /** Containers that are open. */
  int depth() {
    return depth;
  }

  /** Steps into a container, before its first member or item. */
  void enter() {
    if (depth == items.length) {
      names = Arrays.copyOf(names, 2 * depth);
      items = Arrays.copyOf(items, 2 * depth);
    }
    names[depth] = null;
    items[depth] = NOWHERE;
    depth++;
  }

  void leave() {
    depth--;
  }

  void member(String name) {
    names[depth - 1] = name;
  }

  void item(int index) {
    items[depth - 1] = index;
  }

  /** Between members or items. */
  void between() {
    names[depth - 1] = null;
    items[depth - 1] = NOWHERE;
  }

  /** As a JSON pointer (RFC 6901). */
  String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      String name = names[i];
      if (name != null) {
        pointer.append('/').append(escaped(name));
      } else if (items[i] != NOWHERE) {
        pointer.append('/').append(items[i]);
      }
    }
    return pointer.toString();
  }

  /** A name as it stands in a JSON pointer. */
  public static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
