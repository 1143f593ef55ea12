package dev.firmtrail.state.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The tokens of a text that a published device can tokenize, in the order of the text, a container
 * before what is in it. Each is named by its number, from 0. Immutable, as long as nobody changes
 * the text.
 *
 * <p>Every question takes at most one pass over the tokens it is about. None recurses.
 */
public final class DeviceTokens implements DeviceText {
  private final byte[] in;
  private final int count;
  private final int[] starts;
  private final int[] ends;

  /** For each token the first one that is not in it. */
  private final int[] nexts;

  private final Kind[] kinds;

  DeviceTokens(byte[] in, int count, int[] starts, int[] ends, int[] nexts, Kind[] kinds) {
    this.in = in;
    this.count = count;
    this.starts = starts;
    this.ends = ends;
    this.nexts = nexts;
    this.kinds = kinds;
  }

  /** What a token is. */
  public enum Kind {
    OBJECT,
    ARRAY,

    /** In quotes. */
    STRING,

    /** Without quotes: a number, {@code true}, or any other word. */
    BARE
  }

  /** One member of an object, as it stands in the text. */
  public record Member(RawText name, RawText value) {}

  /** How many; none in a text of spaces. */
  public int count() {
    return count;
  }

  public Kind kind(int token) {
    return kinds[token];
  }

  /** Its bytes; of a string those between the quotes, of a container all with its brackets. */
  public RawText text(int token) {
    return RawText.of(Arrays.copyOfRange(in, starts[token], ends[token]));
  }

  /**
   * What a device takes for the member of a name: the token behind the first string, at any depth
   * and be it name or value, that is equal to it. Empty when there is no such string, or nothing
   * behind the first one.
   *
   * @param name ASCII
   */
  public OptionalInt behind(String name) {
    for (int i = 0; i < count; i++) {
      if (kinds[i] == Kind.STRING && is(i, name)) {
        return i + 1 < count ? OptionalInt.of(i + 1) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private boolean is(int token, String ascii) {
    int length = ends[token] - starts[token];
    if (length != ascii.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (in[starts[token] + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The tokens directly inside a container, in order; none in what is no container. */
  public List<Integer> inside(int container) {
    List<Integer> tokens = new ArrayList<>();
    int i = container + 1;
    while (i < nexts[container]) {
      tokens.add(i);
      i = nexts[i];
    }
    return tokens;
  }

  /**
   * The members of an object in order, equal names as often as they come. Empty when names and
   * values do not take turns, or a name has no quotes: how a device pairs those is not known.
   */
  public Optional<List<Member>> members(int object) {
    List<Integer> tokens = inside(object);
    if (kinds[object] != Kind.OBJECT || tokens.size() % 2 != 0) {
      return Optional.empty();
    }
    List<Member> members = new ArrayList<>(tokens.size() / 2);
    for (int i = 0; i < tokens.size(); i += 2) {
      if (kinds[tokens.get(i)] != Kind.STRING) {
        return Optional.empty();
      }
      members.add(new Member(text(tokens.get(i)), text(tokens.get(i + 1))));
    }
    return Optional.of(members);
  }
}
