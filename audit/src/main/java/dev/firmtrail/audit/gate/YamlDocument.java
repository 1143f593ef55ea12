package dev.firmtrail.audit.gate;

import dev.firmtrail.state.Shown;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the part of YAML 1.2 that people mean by it: one document of maps, lists and texts. What
 * makes YAML surprising is refused: anchors, aliases, tags, duplicate keys, texts of several lines.
 * Every scalar is text; nothing becomes a number, a truth value or an object.
 */
final class YamlDocument {
  private static final int MAX_BYTES = 1 << 20;

  /** What a gate file needs is 3. */
  private static final int MAX_DEPTH = 8;

  /** A value and where it begins, both counted from 1. */
  sealed interface Node {
    int line();

    int column();

    /** Says what is wrong with it. */
    default GateFileException refuse(String problem) {
      return new GateFileException(line(), column(), problem);
    }
  }

  record Text(String value, int line, int column) implements Node {}

  record Items(List<Node> items, int line, int column) implements Node {}

  /** Keys are all different; in the order of the file. */
  record Members(List<Member> members, int line, int column) implements Node {}

  record Member(Text key, Node value) {}

  private final Iterator<Event> events;

  private YamlDocument(Iterator<Event> events) {
    this.events = events;
  }

  static Node read(byte[] file) throws GateFileException {
    if (file.length > MAX_BYTES) {
      throw new GateFileException("larger than " + MAX_BYTES + " bytes");
    }
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(MAX_BYTES).build();
    try {
      return new YamlDocument(new Parse(settings).parseString(text(file)).iterator()).document();
    } catch (MarkedYamlEngineException broken) {
      throw broken
          .getProblemMark()
          .map(mark ->
              new GateFileException(
                  mark.getLine() + 1, mark.getColumn() + 1, Shown.text(broken.getProblem())))
          .orElseGet(() -> new GateFileException(Shown.text(broken.getProblem())));
    } catch (YamlEngineException broken) {
      throw new GateFileException("no YAML: " + Shown.text(String.valueOf(broken.getMessage())));
    }
  }

  private static String text(byte[] file) throws GateFileException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException broken) {
      throw new GateFileException("not UTF-8 text");
    }
  }

  private Node document() throws GateFileException {
    Event event = events.next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = events.next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      throw new GateFileException("there is nothing in it");
    }
    Node node = node(event, 0);
    events.next();
    Event end = events.next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw at(end, "a second document; one is taken");
    }
    return node;
  }

  private Node node(Event event, int depth) throws GateFileException {
    if (depth > MAX_DEPTH) {
      throw at(event, "nested deeper than " + MAX_DEPTH);
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      // An alias is a node event whose anchor is what it refers to.
      throw at(event, "anchors and aliases are not taken; write the value itself");
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case MappingStartEvent map -> members(map, depth);
      case SequenceStartEvent list -> items(list, depth);
      default -> throw at(event, "a map, a list or a text is expected");
    };
  }

  private static Text scalar(ScalarEvent scalar) throws GateFileException {
    refuseTag(scalar, scalar.getTag());
    if (scalar.isLiteral() || scalar.isFolded() || scalar.getValue().indexOf('\n') >= 0) {
      throw at(scalar, "a text of several lines is not taken");
    }
    return new Text(scalar.getValue(), line(scalar), column(scalar));
  }

  private Items items(CollectionStartEvent start, int depth) throws GateFileException {
    refuseTag(start, start.getTag());
    List<Node> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Items(items, line(start), column(start));
  }

  private Members members(CollectionStartEvent start, int depth) throws GateFileException {
    refuseTag(start, start.getTag());
    List<Member> members = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      if (!(node(event, depth + 1) instanceof Text key)) {
        throw at(event, "a key is a text");
      }
      if (!keys.add(key.value())) {
        throw key.refuse("the key " + Shown.text(key.value()) + " stands there a second time");
      }
      members.add(new Member(key, node(events.next(), depth + 1)));
    }
    return new Members(members, line(start), column(start));
  }

  private static void refuseTag(Event event, Optional<String> tag) throws GateFileException {
    if (tag.isPresent()) {
      throw at(event, "tags are not taken");
    }
  }

  private static GateFileException at(Event event, String problem) {
    return new GateFileException(line(event), column(event), problem);
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static int column(Event event) {
    return event.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }
}
