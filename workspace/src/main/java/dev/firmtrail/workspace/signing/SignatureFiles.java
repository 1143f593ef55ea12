package dev.firmtrail.workspace.signing;

import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.PlainFile;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.signatures.SigningPlan;
import dev.firmtrail.signatures.Verifier;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.CodePointOrder;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.workspace.AddOption;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The signature documents of one workspace: those of its committed state, and those that lie in its
 * work tree. Nothing is written outside of the work tree, and nothing that is read is believed. For
 * one thread.
 */
public final class SignatureFiles {
  private static final String JSON = ".json";

  private final Workspace workspace;

  /** Those of a workspace. */
  public SignatureFiles(Workspace workspace) {
    this.workspace = workspace;
  }

  /** The committed state, which is what signatures are made for. */
  public JsonObject committed() {
    return workspace.pristine().json();
  }

  /** The keys of the committed state under which signatures stand, in its order. */
  public List<String> committedKeys() {
    List<String> keys = new ArrayList<>();
    committed()
        .members()
        .forEach((key, value) -> {
          if (Verifier.isSignature(value)) {
            keys.add(key);
          }
        });
    return keys;
  }

  /**
   * The key under which a signature of a name stands.
   *
   * @throws WorkspaceException the name is not the name of one file
   */
  public static String key(String name) throws WorkspaceException {
    String key = SigningPlan.key(name);
    if (name.isEmpty() || name.indexOf('/') >= 0 || StatePath.problem(key).isPresent()) {
      throw new WorkspaceException(
          "'"
              + Shown.text(name)
              + "' is no name for a signature: it becomes the name of one file in "
              + Part.SIGNATURES
              + ", so give one without a slash");
    }
    return key;
  }

  /**
   * The document that lies in the work tree under a key.
   *
   * @return empty when there is no file
   * @throws WorkspaceException the key is none, or the file cannot be read, or is not strict JSON
   *     with an object
   */
  public Optional<JsonObject> read(String key) throws WorkspaceException {
    Optional<String> problem = StatePath.problem(key);
    if (problem.isPresent()) {
      throw new WorkspaceException(
          "no signature can be in " + Shown.text(key) + ": " + problem.get());
    }
    try {
      return Optional.of(JsonReader.readObject(PlainFile.read(workspace.root().resolve(key))));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new WorkspaceException(
          "cannot read the signature " + Shown.text(key) + ": " + unreadable.getMessage(),
          unreadable);
    } catch (JsonException broken) {
      throw new WorkspaceException(
          "the file "
              + Shown.text(key)
              + " is no signature: "
              + broken.getMessage()
              + "; sign anew with pvr sig add, or check it out again",
          broken);
    }
  }

  /**
   * The committed state with its signatures as they lie in the work tree, and with those in {@code
   * _sigs/} that were not committed yet: what a commit makes of it when nothing else was changed.
   */
  public JsonObject asInWorkTree() throws IOException, WorkspaceException {
    SortedMap<String, Json> signatures = new TreeMap<>();
    for (String key : lying()) {
      Optional<JsonObject> document = read(key);
      if (document.isPresent() && Verifier.isSignature(document.get())) {
        signatures.put(key, document.get());
      }
    }
    JsonObject.Builder state = JsonObject.builder();
    for (Map.Entry<String, Json> member : committed().members().entrySet()) {
      if (!Verifier.isSignature(member.getValue())) {
        state.put(member.getKey(), member.getValue());
      } else if (!member.getKey().startsWith(Part.SIGNATURES)) {
        read(member.getKey()).ifPresent(document -> state.put(member.getKey(), document));
      }
    }
    return sorted(state.putAll(signatures).build());
  }

  /** A state with some of its members replaced, or more of them; in order. */
  static JsonObject with(JsonObject state, Map<String, JsonObject> documents) {
    return sorted(JsonObject.builder().putAll(state.members()).putAll(documents).build());
  }

  private static JsonObject sorted(JsonObject state) {
    SortedMap<String, Json> members = new TreeMap<>(CodePointOrder.INSTANCE);
    members.putAll(state.members());
    return JsonObject.builder().putAll(members).build();
  }

  private List<String> lying() throws IOException {
    Path directory = workspace.root().resolve(Part.SIGNATURES);
    List<String> keys = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return keys;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + JSON)) {
      for (Path file : files) {
        String key = Part.SIGNATURES + file.getFileName();
        if (Files.isRegularFile(file) && StatePath.problem(key).isEmpty()) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  /**
   * Puts a document into the work tree; durable on return.
   *
   * @throws WorkspaceException a directory on the way is a link, so that it would lie elsewhere
   */
  public void write(String key, JsonObject document) throws IOException, WorkspaceException {
    Path file = workspace.root().resolve(key);
    refuseLinks(key);
    int slash = key.lastIndexOf('/');
    if (slash > 0) {
      DurableFile.createDirectories(workspace.root().resolve(key.substring(0, slash)));
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new WorkspaceException(
          Shown.text(key) + " is a directory; move it away, the signature goes there");
    }
    DurableFile.write(file, JsonWriter.CANONICAL.bytes(document));
  }

  private void refuseLinks(String key) throws WorkspaceException {
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      String directory = key.substring(0, slash);
      if (Files.isSymbolicLink(workspace.root().resolve(directory))) {
        throw new WorkspaceException(
            Shown.text(directory)
                + " is a symbolic link, and no signature is written through a link; replace it by a"
                + " directory");
      }
    }
  }

  /** Tracks files from now until the next commit, as {@code pvr add} does. */
  public void track(Collection<String> keys, Progress progress)
      throws IOException, WorkspaceException {
    if (!keys.isEmpty()) {
      workspace.add(
          keys.stream().map(SignatureFiles::literal).toList(),
          workspace.root(),
          EnumSet.of(AddOption.IGNORED),
          progress);
    }
  }

  private static String literal(String key) {
    return key.replaceAll("([\\\\*?\\[\\]])", "\\\\$1");
  }
}
