package dev.firmtrail.pins.yaml;

import dev.firmtrail.pins.Place;
import dev.firmtrail.state.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML that was written for other programs, event by event. Anchors, aliases, merge keys,
 * several documents and duplicate keys are taken as those programs take them. An alias costs what
 * it stands for, so that a small file cannot stand for a huge one.
 */
public final class YamlReader {
  /** Real files are below 20; each level costs stack here and in whoever looks at the nodes. */
  private static final int MAX_DEPTH = 100;

  /** Nodes of a file, those behind aliases counted each time. */
  private static final int MAX_NODES = 500_000;

  private static final int MAX_CHARACTERS = 8 << 20;
  private static final String MERGE = "<<";

  private final Iterator<Event> events;
  private final List<YamlNode> documents = new ArrayList<>();
  private final List<YamlNode.Text> duplicates = new ArrayList<>();
  private final Map<String, Sized> anchors = new HashMap<>();
  private int nodes;

  /** A node, and how many it is made of. */
  private record Sized(YamlNode node, int nodes) {}

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Place place;

    Refused(Place place, String why) {
      super(why);
      this.place = place;
    }
  }

  private YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  /** Never throws: what is wrong is told in the answer. */
  public static YamlFile yaml(String text) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).setParseComments(false).build();
    YamlReader reader = new YamlReader(new Parse(settings).parseString(text).iterator());
    Optional<YamlFile.Problem> problem = Optional.empty();
    try {
      reader.read();
    } catch (Refused refused) {
      problem =
          Optional.of(new YamlFile.Problem(refused.place, String.valueOf(refused.getMessage())));
    } catch (MarkedYamlEngineException broken) {
      problem =
          Optional.of(
              new YamlFile.Problem(
                  place(broken.getProblemMark()), Shown.text(broken.getProblem())));
    } catch (YamlEngineException broken) {
      problem =
          Optional.of(
              new YamlFile.Problem(
                  Place.WHOLE_FILE, Shown.text(String.valueOf(broken.getMessage()))));
    }
    return new YamlFile(reader.documents, reader.duplicates, problem);
  }

  /** The same for JSON, with comments as some programs take them. */
  public static YamlFile json(String text) {
    return yaml(JsonComments.blank(text));
  }

  private void read() throws Refused {
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case StreamStart, StreamEnd, DocumentEnd -> {}
        case DocumentStart -> {
          anchors.clear();
          documents.add(node(events.next(), 0));
        }
        default -> throw new Refused(place(event), "a document is expected");
      }
    }
  }

  private YamlNode node(Event event, int depth) throws Refused {
    if (event instanceof AliasEvent alias) {
      Sized known = anchors.get(alias.getAlias().getValue());
      // Not yet whole where it stands inside itself.
      count(event, known == null ? 1 : known.nodes());
      return known == null ? new YamlNode.Unknown(place(event)) : known.node();
    }
    count(event, 1);
    if (depth > MAX_DEPTH) {
      throw new Refused(place(event), "nested deeper than " + MAX_DEPTH);
    }
    int before = nodes;
    YamlNode node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case MappingStartEvent map -> members(map, depth);
          case SequenceStartEvent list -> items(list, depth);
          default -> throw new Refused(place(event), "a value is expected");
        };
    if (event instanceof NodeEvent named && named.getAnchor().isPresent()) {
      anchors.put(named.getAnchor().get().getValue(), new Sized(node, nodes - before + 1));
    }
    return node;
  }

  private void count(Event event, int more) throws Refused {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw new Refused(place(event), "more than " + MAX_NODES + " values");
    }
  }

  private static YamlNode scalar(ScalarEvent scalar) {
    if (scalar.getTag().filter(tag -> !tag.startsWith("tag:yaml.org,2002:")).isPresent()) {
      return new YamlNode.Unknown(place(scalar));
    }
    return text(scalar);
  }

  private static YamlNode.Text text(ScalarEvent scalar) {
    YamlNode.Style style =
        scalar.getScalarStyle() == ScalarStyle.PLAIN
            ? YamlNode.Style.PLAIN
            : scalar.isLiteral() || scalar.isFolded()
                ? YamlNode.Style.BLOCK
                : YamlNode.Style.QUOTED;
    return new YamlNode.Text(scalar.getValue(), style, place(scalar));
  }

  private YamlNode items(SequenceStartEvent start, int depth) throws Refused {
    List<YamlNode> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return isForeign(start.getTag())
        ? new YamlNode.Unknown(place(start))
        : new YamlNode.Items(items, place(start));
  }

  private YamlNode members(MappingStartEvent start, int depth) throws Refused {
    List<YamlNode.Member> members = new ArrayList<>();
    List<YamlNode> merged = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      YamlNode key = node(event, depth + 1);
      YamlNode value = node(events.next(), depth + 1);
      if (!(key instanceof YamlNode.Text name)) {
        continue;
      }
      if (name.value().equals(MERGE) && name.style() == YamlNode.Style.PLAIN) {
        merged.add(value);
        continue;
      }
      if (!keys.add(name.value())) {
        duplicates.add(name);
      }
      members.add(new YamlNode.Member(name, value));
    }
    for (YamlNode source : merged) {
      merge(source, members, keys);
    }
    return isForeign(start.getTag())
        ? new YamlNode.Unknown(place(start))
        : new YamlNode.Members(members, place(start));
  }

  /** Of several maps the first that has a key gives it. */
  private static void merge(YamlNode source, List<YamlNode.Member> members, Set<String> keys) {
    switch (source) {
      case YamlNode.Members map -> {
        for (YamlNode.Member member : map.members()) {
          if (keys.add(member.key().value())) {
            members.add(member);
          }
        }
      }
      case YamlNode.Items list ->
          list.items().stream()
              .filter(YamlNode.Members.class::isInstance)
              .forEach(map -> merge(map, members, keys));
      case YamlNode.Text text -> {}
      case YamlNode.Unknown unknown -> {}
    }
  }

  private static boolean isForeign(Optional<String> tag) {
    return tag.filter(name -> !name.startsWith("tag:yaml.org,2002:")).isPresent();
  }

  private static Place place(Event event) {
    return place(event.getStartMark());
  }

  private static Place place(Optional<Mark> mark) {
    return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1)).orElse(Place.WHOLE_FILE);
  }
}
