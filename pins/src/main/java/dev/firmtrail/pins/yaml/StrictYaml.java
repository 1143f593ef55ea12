package dev.firmtrail.pins.yaml;

import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidGlobException;
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
 * Reads our own files of settings: the part of YAML 1.2 that people mean by it: one document of
 * maps, lists and texts. What makes YAML surprising is refused: anchors, aliases, tags, duplicate
 * keys, texts of several lines. Every scalar is text; nothing becomes a number, a truth value or an
 * object.
 */
public final class StrictYaml {
  private static final int MAX_BYTES = 1 << 20;

  /** What our files need is 3. */
  private static final int MAX_DEPTH = 8;

  /** A value and where it begins, both counted from 1. */
  public sealed interface Node {
    int line();

    int column();

    /** Says what is wrong with it. */
    default StrictYamlException refuse(String problem) {
      return new StrictYamlException(line(), column(), problem);
    }

    /**
     * Its text, which is not empty.
     *
     * @param what names what it should be, for the message
     */
    default String text(String what) throws StrictYamlException {
      if (this instanceof Text text && !text.value().isEmpty()) {
        return text.value();
      }
      throw refuse(what + " is expected");
    }

    /** Its items, as a list. */
    default List<Node> items(String what) throws StrictYamlException {
      if (this instanceof Items list) {
        return list.items();
      }
      throw refuse("a list of " + what + " is expected");
    }

    /** Its members, as a map. */
    default List<Member> members(String what) throws StrictYamlException {
      if (this instanceof Members map) {
        return map.members();
      }
      throw refuse("a map of " + what + " is expected");
    }

    /** Its text as a pattern for paths. */
    default Glob glob() throws StrictYamlException {
      try {
        return Glob.parseSelection(text("a pattern"));
      } catch (InvalidGlobException broken) {
        throw refuse(String.valueOf(broken.getMessage()));
      }
    }
  }

  public record Text(String value, int line, int column) implements Node {}

  public record Items(List<Node> items, int line, int column) implements Node {}

  /** Keys are all different; in the order of the file. */
  public record Members(List<Member> members, int line, int column) implements Node {}

  public record Member(Text key, Node value) {
    /** Says that there is no such key. */
    public StrictYamlException unknown(String known) {
      return key.refuse("there is no key " + Shown.text(key.value()) + "; there are " + known);
    }
  }

  private final Iterator<Event> events;

  private StrictYaml(Iterator<Event> events) {
    this.events = events;
  }

  public static Node read(byte[] file) throws StrictYamlException {
    if (file.length > MAX_BYTES) {
      throw new StrictYamlException("larger than " + MAX_BYTES + " bytes");
    }
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(MAX_BYTES).build();
    try {
      return new StrictYaml(new Parse(settings).parseString(text(file)).iterator()).document();
    } catch (MarkedYamlEngineException broken) {
      throw broken
          .getProblemMark()
          .map(mark ->
              new StrictYamlException(
                  mark.getLine() + 1, mark.getColumn() + 1, Shown.text(broken.getProblem())))
          .orElseGet(() -> new StrictYamlException(Shown.text(broken.getProblem())));
    } catch (YamlEngineException broken) {
      throw new StrictYamlException("no YAML: " + Shown.text(String.valueOf(broken.getMessage())));
    }
  }

  private static String text(byte[] file) throws StrictYamlException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException broken) {
      throw new StrictYamlException("not UTF-8 text");
    }
  }

  private Node document() throws StrictYamlException {
    Event event = events.next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = events.next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      throw new StrictYamlException("there is nothing in it");
    }
    Node node = node(event, 0);
    events.next();
    Event end = events.next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw at(end, "a second document; one is taken");
    }
    return node;
  }

  private Node node(Event event, int depth) throws StrictYamlException {
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

  private static Text scalar(ScalarEvent scalar) throws StrictYamlException {
    refuseTag(scalar, scalar.getTag());
    if (scalar.isLiteral() || scalar.isFolded() || scalar.getValue().indexOf('\n') >= 0) {
      throw at(scalar, "a text of several lines is not taken");
    }
    return new Text(scalar.getValue(), line(scalar), column(scalar));
  }

  private Items items(CollectionStartEvent start, int depth) throws StrictYamlException {
    refuseTag(start, start.getTag());
    List<Node> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Items(items, line(start), column(start));
  }

  private Members members(CollectionStartEvent start, int depth) throws StrictYamlException {
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

  private static void refuseTag(Event event, Optional<String> tag) throws StrictYamlException {
    if (tag.isPresent()) {
      throw at(event, "tags are not taken");
    }
  }

  private static StrictYamlException at(Event event, String problem) {
    return new StrictYamlException(line(event), column(event), problem);
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static int column(Event event) {
    return event.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }
}
