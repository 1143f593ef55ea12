package dev.firmtrail.audit.gate;

import dev.firmtrail.audit.Finding;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.Glob;
import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.Sha256;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.workspace.InParallel;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The directory into which a build puts its files under names of its own, read by the {@code files}
 * of a {@link GateFile}. Each mapped path must find exactly one file, and each file must be mapped
 * or ignored. Links are followed as long as they stay inside; names that lead to one file are one
 * file. For one thread.
 */
public final class DeployDirectory {
  private static final int BUFFER = 256 << 10;
  private static final int NAMED = 5;

  private final GateFile map;
  private final State against;
  private final Progress progress;
  private final List<DeployFile> all;
  private final Map<StatePath, DeployFile> chosen = new LinkedHashMap<>();
  private final Map<StatePath, Optional<Finding>> judged = new HashMap<>();
  private final Set<String> takenNames = new HashSet<>();
  private final Set<Path> takenFiles = new HashSet<>();

  private DeployDirectory(List<DeployFile> all, GateFile map, State against, Progress progress) {
    this.all = all;
    this.map = map;
    this.against = against;
    this.progress = progress;
  }

  /**
   * Reads every file that is mapped.
   *
   * @param itself the gate file, which is not part of the build
   * @param against the state that the build is compared with: it says the format, and which JSON
   *     stands in the state itself
   * @throws WorkspaceException there are too many files, or the mapped paths make no state
   */
  public static Build read(
      Path directory, GateFile map, Path itself, State against, Progress progress)
      throws IOException, WorkspaceException {
    List<DeployFile> all = DeployFile.allIn(directory.toRealPath());
    Path own = itself.toRealPath();
    all.removeIf(file -> file.real().equals(Optional.of(own)));
    return new DeployDirectory(all, map, against, progress).read();
  }

  private Build read() throws IOException, WorkspaceException {
    for (Map.Entry<StatePath, Glob> entry : map.files().entrySet()) {
      choose(entry.getKey(), entry.getValue());
    }
    List<String> notes = judgeUnmapped();
    List<Finding> elsewhere = leftOver();
    Map<StatePath, StateEntry> entries = entries();
    Map<StatePath, String> names = new HashMap<>();
    Map<StatePath, Path> files = new HashMap<>();
    chosen.forEach((path, file) -> {
      names.put(path, file.name());
      files.put(path, file.real().orElseThrow());
    });
    State state;
    try {
      state = State.of(against.spec().orElse(State.DEFAULT_SPEC), entries);
    } catch (InvalidStateException broken) {
      throw new WorkspaceException(
          "the paths that are mapped make no state: " + broken.getMessage(), broken);
    }
    Build.Bytes bytes = (path, id) -> open(Optional.ofNullable(files.get(path)).orElseThrow());
    return new Build(state, judged, elsewhere, names, Optional.of(bytes), notes);
  }

  private static InputStream open(Path file) throws IOException {
    return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
  }

  private void choose(StatePath path, Glob glob) {
    Map<Path, DeployFile> fitting = new LinkedHashMap<>();
    Optional<DeployFile> unusable = Optional.empty();
    for (DeployFile file : all) {
      if (glob.matches(file.name())) {
        takenNames.add(file.name());
        if (file.real().isPresent()) {
          takenFiles.add(file.real().get());
          fitting.putIfAbsent(file.real().get(), file);
        } else {
          unusable = Optional.of(file);
        }
      }
    }
    if (unusable.isPresent()) {
      String name = Shown.text(unusable.get().name());
      judge(path, Finding.Kind.UNKNOWN, name + " is " + unusable.get().problem());
    } else if (fitting.isEmpty()) {
      judge(path, Finding.Kind.MISSING, "no file fits the pattern " + Shown.text(glob.toString()));
    } else if (fitting.size() > 1) {
      judge(
          path,
          Finding.Kind.UNKNOWN,
          "%d files fit the pattern %s, and one must: %s%s"
              .formatted(
                  fitting.size(),
                  Shown.text(glob.toString()),
                  fitting.values().stream()
                      .limit(NAMED)
                      .map(file -> Shown.text(file.name()))
                      .collect(Collectors.joining(", ")),
                  fitting.size() > NAMED ? ", …" : ""));
    } else {
      chosen.put(path, fitting.values().iterator().next());
    }
  }

  private void judge(StatePath path, Finding.Kind kind, String detail) {
    Optional<ObjectId> expected =
        Optional.ofNullable(against.entries().get(path)).map(Comparison::hash);
    judged.put(
        path, Optional.of(new Finding(path.text(), kind, expected, Optional.empty(), detail)));
  }

  /** Paths of the state that no mapping names. What was signed later is not the build's to make. */
  private List<String> judgeUnmapped() {
    int signatures = 0;
    for (Map.Entry<StatePath, StateEntry> entry : against.entries().entrySet()) {
      StatePath path = entry.getKey();
      if (map.files().containsKey(path)) {
        continue;
      }
      if (path.text().startsWith(Part.SIGNATURES)
          && Verifier.isSignature(entry.getValue().json())) {
        judged.put(path, Optional.empty());
        signatures++;
      } else {
        judge(path, Finding.Kind.MISSING, "no mapping names it: say in files which file it is");
      }
    }
    return signatures == 0
        ? List.of()
        : List.of(
            Shown.count(signatures, "signature")
                + " of the state: not compared, because a build makes none");
  }

  private List<Finding> leftOver() {
    List<Finding> findings = new ArrayList<>();
    for (DeployFile file : all) {
      boolean taken =
          takenNames.contains(file.name()) || file.real().filter(takenFiles::contains).isPresent();
      if (!taken && map.ignore().stream().noneMatch(glob -> glob.matches(file.name()))) {
        findings.add(
            new Finding(
                file.name(),
                Finding.Kind.EXTRA,
                Optional.empty(),
                Optional.empty(),
                "a file of the build that goes nowhere"
                    + (file.real().isPresent() ? "" : ", and is " + file.problem())
                    + ": map it in files, or name it in ignore"));
      }
    }
    return findings;
  }

  private Map<StatePath, StateEntry> entries() throws IOException, WorkspaceException {
    Map<StatePath, StateEntry> entries = new TreeMap<>();
    Map<Path, Long> sizes = new LinkedHashMap<>();
    List<StatePath> binary = new ArrayList<>();
    for (Map.Entry<StatePath, DeployFile> entry : chosen.entrySet()) {
      StatePath path = entry.getKey();
      if (path.isJson() && !(against.entries().get(path) instanceof StateEntry.ObjectRef)) {
        inline(path, entry.getValue()).ifPresent(value -> entries.put(path, value));
      } else {
        binary.add(path);
        Path file = entry.getValue().real().orElseThrow();
        sizes.put(file, Files.size(file));
      }
    }
    Map<Path, ObjectId> ids = hash(sizes);
    for (StatePath path : binary) {
      Path file = Optional.ofNullable(chosen.get(path)).flatMap(DeployFile::real).orElseThrow();
      entries.put(path, new StateEntry.ObjectRef(Optional.ofNullable(ids.get(file)).orElseThrow()));
    }
    return entries;
  }

  private Optional<StateEntry> inline(StatePath path, DeployFile file) throws IOException {
    byte[] document = PlainFile.read(file.real().orElseThrow());
    try {
      return Optional.of(new StateEntry.Inline(JsonReader.read(document)));
    } catch (JsonException broken) {
      judged.put(
          path,
          Optional.of(
              new Finding(
                  path.text(),
                  Finding.Kind.DIFFERENT,
                  Optional.ofNullable(against.entries().get(path)).map(Comparison::hash),
                  Optional.of(ObjectId.of(document)),
                  Shown.text(file.name()) + " is no JSON: " + broken.getMessage())));
      return Optional.empty();
    }
  }

  private Map<Path, ObjectId> hash(Map<Path, Long> sizes) throws IOException, WorkspaceException {
    List<Path> files = List.copyOf(sizes.keySet());
    progress.begin("hashing", sizes.values().stream().mapToLong(Long::longValue).sum());
    try {
      List<ObjectId> ids = InParallel.map(files, files.size() > 1, this::hash);
      Map<Path, ObjectId> byFile = new HashMap<>();
      for (int i = 0; i < files.size(); i++) {
        byFile.put(files.get(i), ids.get(i));
      }
      return byFile;
    } finally {
      progress.end();
    }
  }

  private ObjectId hash(Path file) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = open(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        progress.advance(n);
      }
    }
    return ObjectId.of(digest);
  }
}
