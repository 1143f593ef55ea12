package dev.firmtrail.hubclient;

import dev.firmtrail.state.Fragment;
import dev.firmtrail.state.InvalidFragmentException;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sections of one state put into another, under the same names or others: what {@code pvr fastcopy}
 * does, without looking at any object. A section is a path and what lies below it.
 *
 * @param sections in this order; none for the whole state
 * @param merge keeps what the destination has besides what is copied
 */
public record SectionCopy(List<Section> sections, boolean merge) {
  /** Where a section is taken from, and where it is put. */
  public record Section(String from, String to) {}

  public SectionCopy {
    sections = List.copyOf(sections);
  }

  /**
   * Reads the fragments of both references.
   *
   * @param destination empty for the names of the source
   * @throws HubException they do not pair, or ask for what cannot be copied
   */
  public static SectionCopy of(String source, String destination, boolean merge)
      throws HubException {
    List<String> from = sections(source);
    List<String> to = destination.isEmpty() ? from : sections(destination);
    if (from.size() != to.size()) {
      throw refused(
          from.isEmpty()
              ? "the destination names sections and the source none; name as many behind the source's #"
              : "%d sections of the source and %d of the destination; name as many there as here, or none"
                  .formatted(from.size(), to.size()));
    }
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      sections.add(new Section(from.get(i), to.get(i)));
    }
    return new SectionCopy(sections, merge);
  }

  private static List<String> sections(String text) throws HubException {
    try {
      Fragment fragment = Fragment.parse(text);
      if (!fragment.removals().isEmpty()) {
        throw refused("#-" + Shown.text(fragment.removals().getFirst()) + " names nothing to copy");
      }
      return fragment.selections().stream().map(item -> item.replaceFirst("/+$", "")).toList();
    } catch (InvalidFragmentException broken) {
      throw refused(String.valueOf(broken.getMessage()));
    }
  }

  private static HubException refused(String why) {
    return new HubException(HubException.Kind.INVALID, "cannot copy these sections: " + why);
  }

  /** Sections that the source does not have; copying them takes them away from the destination. */
  public List<String> missingIn(State source) {
    return sections.stream()
        .map(Section::from)
        .filter(from -> source.entries().keySet().stream().noneMatch(path -> path.isWithin(from)))
        .toList();
  }

  /**
   * The destination's state with the sections in it. Its format stays, unless all is copied or it
   * has none.
   *
   * @throws HubException the two do not make a valid state
   */
  public State apply(State source, State destination) throws HubException {
    Map<String, Json> result = new LinkedHashMap<>(destination.json().members());
    if (sections.isEmpty()) {
      if (!merge) {
        result.clear();
      }
      result.putAll(source.json().members());
    }
    for (Section section : sections) {
      if (!merge) {
        result.keySet().removeIf(key -> key.startsWith(section.to() + "/"));
      }
      source
          .entries()
          .forEach((path, entry) ->
              renamed(path, section).ifPresent(key -> result.put(key, entry.json())));
    }
    if (!result.isEmpty()) {
      result.putIfAbsent(State.SPEC_KEY, Json.of(source.spec().orElse(State.DEFAULT_SPEC)));
    }
    try {
      return State.of(JsonObject.builder().putAll(result).build());
    } catch (InvalidStateException broken) {
      throw refused("the destination would not be a valid state: " + broken.getMessage());
    }
  }

  private static Optional<String> renamed(StatePath path, Section section) {
    return path.isWithin(section.from())
        ? Optional.of(section.to() + path.text().substring(section.from().length()))
        : Optional.empty();
  }
}
