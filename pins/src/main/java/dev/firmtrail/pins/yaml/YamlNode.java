package dev.firmtrail.pins.yaml;

import dev.firmtrail.pins.Place;
import java.util.List;
import java.util.Optional;

/**
 * A value in YAML and where it begins. What an alias stands for is the very node of its anchor, so
 * its place is that of the anchor.
 */
public sealed interface YamlNode {
  Place place();

  /** A text, number, truth value or null: all are text here. */
  record Text(String value, Style style, Place place) implements YamlNode {
    /** Whether it is nothing: {@code null}, {@code ~}, or an empty place. */
    public boolean isNull() {
      return style == Style.PLAIN
          && (value.isEmpty()
              || value.equals("~")
              || value.equals("null")
              || value.equals("Null")
              || value.equals("NULL"));
    }

    /** The line of the file where one of its own lines stands, the first counted as 0. */
    public int lineOf(int index) {
      return style == Style.BLOCK ? place.line() + 1 + index : place.line();
    }
  }

  /** How a text is written. */
  enum Style {
    /** Without quotes; could mean a number, a truth value or null. */
    PLAIN,
    QUOTED,
    /** {@code |} or {@code >}: begins in the line below. */
    BLOCK
  }

  /** A list. */
  record Items(List<YamlNode> items, Place place) implements YamlNode {
    public Items {
      items = List.copyOf(items);
    }
  }

  /**
   * A map, in the order of the file. What {@code <<} brings in is there as if it were written,
   * after the map's own members; keys that the map has itself are not brought in.
   */
  record Members(List<Member> members, Place place) implements YamlNode {
    public Members {
      members = List.copyOf(members);
    }

    /** The value of a key; of two that are the same, the last. */
    public Optional<YamlNode> get(String key) {
      return member(key).map(Member::value);
    }

    public Optional<Member> member(String key) {
      Member found = null;
      for (Member member : members) {
        if (member.key().value().equals(key)) {
          found = member;
        }
      }
      return Optional.ofNullable(found);
    }

    /** A text that is not null. */
    public Optional<Text> text(String key) {
      return get(key)
          .flatMap(node ->
              node instanceof Text text && !text.isNull() ? Optional.of(text) : Optional.empty());
    }

    public Optional<Members> map(String key) {
      return get(key)
          .flatMap(node -> node instanceof Members map ? Optional.of(map) : Optional.empty());
    }

    /** The items of a list; none where there is no list. */
    public List<YamlNode> items(String key) {
      return get(key)
          .flatMap(
              node -> node instanceof Items list ? Optional.of(list.items()) : Optional.empty())
          .orElse(List.of());
    }
  }

  /** A key that is a text, and its value. */
  record Member(Text key, YamlNode value) {}

  /** What is known only to the program that it is for: a value with a tag of its own. */
  record Unknown(Place place) implements YamlNode {}
}
