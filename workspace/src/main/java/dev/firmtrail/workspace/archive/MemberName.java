package dev.firmtrail.workspace.archive;

import dev.firmtrail.objects.archive.ArchiveWriter;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the name of a member means ({@code docs/formats/export.md}, Names). A leading {@code ./} and
 * doubled slashes mean nothing, as for those who unpack.
 */
sealed interface MemberName {
  /** {@code json} at the top. */
  record TheState() implements MemberName {}

  /** An id in a directory {@code objects}, which may lie in others. */
  record AnObject(ObjectId id) implements MemberName {}

  /** A name that means nothing to a state; what it names is passed over. */
  record Other() implements MemberName {}

  /** As {@link Other}, and in a directory that a {@code .pvr} does not have. */
  record OtherElsewhere() implements MemberName {}

  /**
   * Reads a name.
   *
   * @throws RefusedArchiveException it leads out of the directory that an archive is unpacked in
   */
  static MemberName of(String name) throws RefusedArchiveException {
    if (name.isEmpty() || name.startsWith("/")) {
      throw refused(name, name.isEmpty() ? "it is empty" : "it is absolute");
    }
    List<String> components = new ArrayList<>();
    for (String component : name.split("/", -1)) {
      if (component.equals("..")) {
        throw refused(name, "it leads out of the archive");
      }
      if (!component.isEmpty() && !component.equals(".")) {
        components.add(component);
      }
    }
    if (components.size() < 2) {
      boolean isState = components.equals(List.of(ArchiveWriter.STATE_NAME));
      return isState ? new TheState() : new Other();
    }
    if (!components.get(components.size() - 2).equals("objects")) {
      return new OtherElsewhere();
    }
    Optional<ObjectId> id = ObjectId.parse(components.getLast());
    return id.isPresent() ? new AnObject(id.get()) : new Other();
  }

  private static RefusedArchiveException refused(String name, String why) {
    return new RefusedArchiveException(
        "has a member of the name '%s', which is refused: %s".formatted(Shown.text(name), why));
  }
}
