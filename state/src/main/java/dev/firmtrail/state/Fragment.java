package dev.firmtrail.state;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reference asks for behind its {@code #}: items between commas, of which {@code app}
 * selects and {@code -app} removes. An item stands for the path that equals it and for all paths
 * below it; {@code app} never means {@code app2}. See {@code docs/formats/state.md}, Fragments.
 *
 * @param selections items that are asked for; none of them asks for everything
 * @param removals items that are not wanted, though they were selected
 */
public record Fragment(List<String> selections, List<String> removals) {
  /** Asks for the whole state. */
  public static final Fragment EVERYTHING = new Fragment(List.of(), List.of());

  public Fragment {
    selections = List.copyOf(selections);
    removals = List.copyOf(removals);
  }

  /**
   * Reads what stands behind the first {@code #} of a reference. {@code %2F} and its like are taken
   * for the bytes they stand for, before the commas are looked at; a further {@code #} belongs to
   * its item.
   *
   * @throws InvalidFragmentException an item is empty, or a {@code %} is not followed by two hex
   *     digits of UTF-8 text
   */
  public static Fragment parse(String text) throws InvalidFragmentException {
    if (text.isEmpty()) {
      return EVERYTHING;
    }
    List<String> selections = new ArrayList<>();
    List<String> removals = new ArrayList<>();
    for (String item : decoded(text).split(",", -1)) {
      boolean removal = item.startsWith("-");
      String bare = removal ? item.substring(1) : item;
      if (bare.isEmpty() || bare.equals("/")) {
        throw new InvalidFragmentException(
            "empty item in the fragment #"
                + Shown.text(text)
                + "; name paths between the commas, such as #bsp,-bsp/src.json");
      }
      (removal ? removals : selections).add(bare);
    }
    return new Fragment(selections, removals);
  }

  public boolean isEverything() {
    return selections.isEmpty() && removals.isEmpty();
  }

  /** Whether the path of a source is asked for. */
  public boolean selects(StatePath path) {
    return (selections.isEmpty() || isWithinAny(path, selections)) && !isWithinAny(path, removals);
  }

  /**
   * Whether the source's format name is asked for: when nothing is selected, or {@code #spec} is
   * itself.
   */
  public boolean selectsSpec() {
    return (selections.isEmpty() || selections.contains(State.SPEC_KEY))
        && !removals.contains(State.SPEC_KEY);
  }

  /**
   * The part of a state that is asked for. Its format is the source's where {@link #selectsSpec},
   * else {@link State#DEFAULT_SPEC}.
   */
  public State select(State source) {
    if (isEverything()) {
      return source;
    }
    TreeMap<StatePath, StateEntry> kept = new TreeMap<>();
    for (Map.Entry<StatePath, StateEntry> entry : source.entries().entrySet()) {
      if (selects(entry.getKey())) {
        kept.put(entry.getKey(), entry.getValue());
      }
    }
    String spec = selectsSpec() ? source.spec().orElse(State.DEFAULT_SPEC) : State.DEFAULT_SPEC;
    try {
      return State.of(spec, kept);
    } catch (InvalidStateException impossible) {
      throw new AssertionError("some paths of a valid state are a valid state", impossible);
    }
  }

  private static boolean isWithinAny(StatePath path, List<String> items) {
    return items.stream().anyMatch(path::isWithin);
  }

  private static String decoded(String text) throws InvalidFragmentException {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.write(in[i]);
      } else if (i + 2 < in.length
          && HexFormat.isHexDigit(in[i + 1])
          && HexFormat.isHexDigit(in[i + 2])) {
        out.write(HexFormat.fromHexDigit(in[i + 1]) * 16 + HexFormat.fromHexDigit(in[i + 2]));
        i += 2;
      } else {
        throw new InvalidFragmentException(
            "'%' without two hex digits in the fragment #"
                + Shown.text(text)
                + "; write %25 for the character itself");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(out.toByteArray()))
          .toString();
    } catch (CharacterCodingException broken) {
      throw new InvalidFragmentException(
          "the fragment #" + Shown.text(text) + " is not UTF-8 text");
    }
  }
}
