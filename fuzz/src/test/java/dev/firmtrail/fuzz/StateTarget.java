package dev.firmtrail.fuzz;

import dev.firmtrail.state.Fragment;
import dev.firmtrail.state.InvalidFragmentException;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.PartDiff;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateDiff;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.TolerantState;
import dev.firmtrail.state.json.JsonReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Two states and a fragment: a state is refused, or its canonical bytes are the same state, every
 * path stays in its directory, no path is a file and a directory, each is in one part. A fragment
 * takes paths of the state and nothing else. A state differs from itself in nothing, and what two
 * states differ in explains both.
 */
final class StateTarget implements Target {
  private static final Path ROOT = Path.of("/some/where");

  @Override
  public void accept(byte[] input) throws Exception {
    Input pieces = new Input(input);
    byte[] document = pieces.piece();
    Optional<State> state = strict(document);
    Optional<TolerantState> tolerant = tolerant(document);
    if (state.isPresent()) {
      valid(state.get());
      Must.equal(tolerant.orElseThrow().state(), state.get(), "tolerant reading");
      Must.hold(tolerant.get().tolerated().isEmpty(), "something was tolerated in a valid state");
      Optional<State> other = strict(pieces.piece());
      if (other.isPresent()) {
        differ(state.get(), other.get());
      }
      select(state.get(), pieces.text());
    } else if (tolerant.isPresent()) {
      valid(tolerant.get().state());
      Must.hold(!tolerant.get().tolerated().isEmpty(), "an invalid state was read without a word");
    }
  }

  private static Optional<State> strict(byte[] document) {
    try {
      return Optional.of(State.read(document));
    } catch (InvalidStateException refused) {
      Must.beShowable(refused);
      return Optional.empty();
    }
  }

  private static Optional<TolerantState> tolerant(byte[] document) {
    try {
      return Optional.of(State.readTolerant(document));
    } catch (InvalidStateException refused) {
      Must.beShowable(refused);
      return Optional.empty();
    }
  }

  private static void valid(State state) throws Exception {
    byte[] canonical = state.canonicalBytes();
    State again = State.read(canonical);
    Must.equal(again, state, "the canonical bytes read again");
    Must.equal(again.id(), state.id(), "the id of the same state");
    Must.hold(JsonTarget.depth(JsonReader.read(canonical)) <= State.MAX_DEPTH, "too deep");
    Set<String> files = new HashSet<>();
    state.entries().keySet().forEach(path -> files.add(path.text()));
    for (String file : files) {
      staysInside(file);
      for (int i = file.indexOf('/'); i >= 0; i = file.indexOf('/', i + 1)) {
        Must.hold(!files.contains(file.substring(0, i)), "a file that is a directory: " + file);
      }
    }
    int inParts = Part.of(state).values().stream().mapToInt(part -> part.entries().size()).sum();
    Must.equal(inParts, files.size(), "paths in parts");
  }

  static void staysInside(String path) {
    Path resolved = ROOT.resolve(path);
    boolean inside = resolved.normalize().startsWith(ROOT) && resolved.normalize().equals(resolved);
    Must.hold(inside && !resolved.equals(ROOT), "a path that leads elsewhere: " + path);
    Must.hold(!resolved.startsWith(ROOT.resolve(".pvr")), "a path into .pvr: " + path);
    Must.hold(!path.equals(State.SPEC_KEY), "the format's name as a path");
  }

  private static void differ(State from, State to) {
    Must.hold(StateDiff.between(from, from).isEmpty(), "a state that differs from itself");
    StateDiff diff = StateDiff.between(from, to);
    Must.equal(diff.isEmpty(), from.equals(to), "no difference between equal states");
    int same = from.entries().size() - diff.removed().size() - diff.changed().size();
    Must.equal(
        same + diff.added().size() + diff.changed().size(), to.entries().size(), "what is left");
    PartDiff parts = PartDiff.between(from, to);
    boolean noParts =
        parts.added().isEmpty() && parts.changed().isEmpty() && parts.removed().isEmpty();
    boolean noPaths =
        diff.added().isEmpty() && diff.changed().isEmpty() && diff.removed().isEmpty();
    Must.equal(noParts, noPaths, "parts differ as paths do");
  }

  private static void select(State state, String text) {
    try {
      Fragment fragment = Fragment.parse(text);
      State selected = fragment.select(state);
      Must.hold(
          state.entries().entrySet().containsAll(selected.entries().entrySet()),
          "a fragment gave what was not there");
      for (StatePath path : selected.entries().keySet()) {
        Must.hold(fragment.selects(path), "not asked for: " + path);
      }
    } catch (InvalidFragmentException refused) {
      Must.beShowable(refused);
    }
  }
}
