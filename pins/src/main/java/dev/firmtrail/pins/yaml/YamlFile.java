package dev.firmtrail.pins.yaml;

import dev.firmtrail.pins.Place;
import java.util.List;
import java.util.Optional;

/**
 * What was read of a file.
 *
 * @param documents those that are whole
 * @param duplicates keys that stand in one map a second time
 * @param problem why the rest could not be read
 */
public record YamlFile(
    List<YamlNode> documents, List<YamlNode.Text> duplicates, Optional<Problem> problem) {
  /** Of a file without text. */
  public static final YamlFile NOTHING = new YamlFile(List.of(), List.of(), Optional.empty());

  public YamlFile {
    documents = List.copyOf(documents);
    duplicates = List.copyOf(duplicates);
  }

  /** Where reading ended, and why. */
  public record Problem(Place place, String why) {}

  /** The map that the file is: its only document, read to the end. */
  public Optional<YamlNode.Members> map() {
    return problem.isEmpty()
            && documents.size() == 1
            && documents.getFirst() instanceof YamlNode.Members map
        ? Optional.of(map)
        : Optional.empty();
  }
}
