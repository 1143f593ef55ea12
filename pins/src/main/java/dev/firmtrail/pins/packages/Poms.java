package dev.firmtrail.pins.packages;

import dev.firmtrail.pins.Findings;
import dev.firmtrail.pins.Place;
import dev.firmtrail.pins.tree.SourceFile;
import dev.firmtrail.state.Shown;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Versions in projects of Maven. No document types and no entities are taken. */
final class Poms {
  private static final int MAX_DEPTH = 50;
  private static final Set<String> VERSIONED = Set.of("dependency", "plugin", "extension");

  private final SourceFile file;
  private final Findings findings;
  private final Deque<String> path = new ArrayDeque<>();
  private final Map<String, String> current = new HashMap<>();
  private String ownGroup = "";
  private int versionLine;

  private Poms(SourceFile file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  static void check(SourceFile file, Findings findings) {
    try {
      new Poms(file, findings).read(file.text().orElse(""));
    } catch (XMLStreamException broken) {
      // What was read until there is reported; the rest is no project.
      return;
    }
  }

  private void read(String text) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> begin(reader);
        case XMLStreamConstants.CHARACTERS -> text(reader);
        case XMLStreamConstants.END_ELEMENT -> end();
        default -> {}
      }
    }
  }

  private void begin(XMLStreamReader reader) throws XMLStreamException {
    if (path.size() >= MAX_DEPTH) {
      throw new XMLStreamException("nested deeper than " + MAX_DEPTH);
    }
    path.push(reader.getLocalName());
    if (VERSIONED.contains(reader.getLocalName())) {
      current.clear();
    }
    versionLine =
        reader.getLocalName().equals("version")
            ? reader.getLocation().getLineNumber()
            : versionLine;
  }

  private void text(XMLStreamReader reader) {
    String value = reader.getText().strip();
    String name = path.isEmpty() ? "" : path.peek();
    if (value.isEmpty() || !Set.of("groupId", "artifactId", "version").contains(name)) {
      return;
    }
    String parent = path.stream().skip(1).findFirst().orElse("");
    if (VERSIONED.contains(parent)) {
      current.put(name, value);
    } else if (name.equals("groupId") && ownGroup.isEmpty()) {
      ownGroup = value;
    }
  }

  private void end() {
    String name = path.pop();
    if (!VERSIONED.contains(name)) {
      return;
    }
    String version = current.getOrDefault("version", "");
    String group = current.getOrDefault("groupId", "");
    String artifact = current.getOrDefault("artifactId", "");
    boolean isOwn =
        group.equals(ownGroup) || group.startsWith(ownGroup + ".") || group.indexOf('$') >= 0;
    boolean isDynamic =
        version.endsWith("-SNAPSHOT")
            || version.equals("LATEST")
            || version.equals("RELEASE")
            || ((version.startsWith("[") || version.startsWith("(")) && version.contains(","));
    if (isDynamic && !isOwn) {
      findings.add(
          PackageRules.DYNAMIC,
          file,
          Place.line(versionLine),
          group + ":" + artifact,
          "%s:%s is taken as %s"
              .formatted(Shown.text(group), Shown.text(artifact), Shown.text(version)));
    }
    current.clear();
  }
}
