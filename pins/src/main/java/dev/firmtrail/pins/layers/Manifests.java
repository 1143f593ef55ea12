package dev.firmtrail.pins.layers;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.tree.SourceFile;
import java.io.StringReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Manifests of the program repo. No document types and no entities are taken. */
final class Manifests {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** Deeper than any manifest. */
  private static final int MAX_DEPTH = 20;

  private final SourceFile file;
  private final Findings findings;
  private final Map<String, Revision> remotes = new HashMap<>();
  private final Map<String, Project> projects = new LinkedHashMap<>();
  private final Set<String> removed = new HashSet<>();
  private Optional<Revision> standard = Optional.empty();
  private String standardRemote = "";
  private boolean isManifest;

  private record Revision(String text, int line) {}

  private record Project(String remote, Optional<Revision> own, int line) {}

  private Manifests(SourceFile file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  static void check(SourceFile file, Findings findings) {
    Optional<String> text =
        file.text().filter(all -> all.contains("<manifest") && all.contains("<project"));
    if (text.isEmpty()) {
      return;
    }
    Manifests manifest = new Manifests(file, findings);
    try {
      manifest.read(text.get());
    } catch (XMLStreamException broken) {
      // What is no XML is no manifest.
      return;
    }
    manifest.judge();
  }

  private void read(String text) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
    int depth = 0;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        if (depth > MAX_DEPTH) {
          throw new XMLStreamException("nested deeper than " + MAX_DEPTH);
        }
        element(reader, depth);
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  private void element(XMLStreamReader reader, int depth) {
    String name = reader.getLocalName();
    if (depth == 1) {
      isManifest = name.equals("manifest");
      return;
    }
    int line = reader.getLocation().getLineNumber();
    Optional<Revision> revision =
        Optional.ofNullable(reader.getAttributeValue(null, "revision"))
            .map(text -> new Revision(text, line));
    String named = text(reader, "name");
    switch (name) {
      case "default" -> {
        standard = revision;
        standardRemote = text(reader, "remote");
      }
      case "remote" -> revision.ifPresent(own -> remotes.put(named, own));
      case "project" -> projects.put(named, new Project(text(reader, "remote"), revision, line));
      case "remove-project" -> removed.add(named);
      case "extend-project" ->
          revision.ifPresent(own ->
              projects.computeIfPresent(
                  named, (key, before) -> new Project(before.remote(), revision, line)));
      default -> {}
    }
  }

  private static String text(XMLStreamReader reader, String attribute) {
    return Optional.ofNullable(reader.getAttributeValue(null, attribute)).orElse("");
  }

  /** A revision that several projects take from one place is reported there once. */
  private void judge() {
    if (!isManifest) {
      return;
    }
    projects.forEach((name, project) -> {
      if (removed.contains(name)) {
        return;
      }
      String remote = project.remote().isEmpty() ? standardRemote : project.remote();
      Optional<Revision> revision =
          project.own().or(() -> Optional.ofNullable(remotes.get(remote))).or(() -> standard);
      if (revision.isPresent() && !HASH.matcher(revision.get().text()).matches()) {
        boolean isOwn = project.own().isPresent();
        LayerFamily.report(
            file,
            Place.line(revision.get().line()),
            isOwn ? name : "default",
            "is at " + revision.get().text(),
            findings);
      }
    });
  }
}
