package dev.firmtrail.cli.pages;

import dev.firmtrail.cli.pages.Topic.Entry;
import java.util.List;

/** What {@code pvr help formats} says, in short; {@code docs/formats/} says it in full. */
final class Formats {
  private Formats() {}

  static Topic topic() {
    return new Topic(
        "formats",
        "What the files and the words on the command line look like.",
        List.of(
            "In short, for a reader with a workspace before him. The pages in docs/formats of the source say all of it."),
        List.of(
            new Entry(
                "a state",
                "One JSON object. Each member is a file: its name is the path from the workspace's root, with /. A file whose name"
                    + " ends in .json stands there as its JSON; any other as the SHA-256 of its bytes, 64 lower-case hex digits. The"
                    + " member #spec names the format."),
            new Entry(
                "canonical JSON",
                "The one way to write a state: no blanks, members sorted by code point, no line end. Whole numbers have neither"
                    + " point nor exponent, others are like 1.5E0; only \", \\ and control characters are escaped."),
            new Entry("a state id", "The SHA-256 of the state's canonical JSON. pvr id prints it."),
            new Entry(
                "an object", "The bytes of one file, kept under their SHA-256 and checked by it."),
            new Entry(
                "a part",
                "The files below one first directory, with those in _config and _sigs that belong to it."),
            new Entry(
                "a repository",
                "Where a state comes from or goes to: a URL (http or https), USER/DEVICE or USER/DEVICE/steps/REV on the hub, the"
                    + " address of a device, a directory, or an archive that pvr export made."),
            new Entry(
                "a fragment",
                "What follows # in a repository: names with commas between them, each a file or a directory to take. A name with"
                    + " - before it is left out."),
            new Entry(
                "a pattern",
                "As in a shell: * and ? do not cross a /, [a-c] is one of these, \\ takes the next character as it is."),
            new Entry(
                "an archive",
                "A ustar file: first json, the state, then objects/SHA256, each once. Compressed where its name ends in .gz or"
                    + " .tgz.")));
  }
}
