package dev.firmtrail.workspace.transfer;

import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.workspace.Workspace;
import dev.firmtrail.workspace.WorkspaceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names below {@code .pv} under which a boot loader finds the kernel and its companions, as
 * {@code bsp/run.json} of the state says. Only files of the state are linked, whatever that
 * document names.
 */
final class BootLinks {
  static final String DIRECTORY = ".pv";

  private static final StatePath RUN = new StatePath("bsp/run.json");
  private static final String KERNEL = "pv-kernel.img";
  private static final String INITRD = "pv-initrd.img";
  private static final String DEVICE_TREE = "pv-fdt.dtb";
  private static final String FIT = "pantavisor.fit";
  private static final List<String> ALL = List.of(KERNEL, INITRD, DEVICE_TREE, FIT);

  private final Path root;
  private final Map<String, StatePath> targets;

  private BootLinks(Path root, Map<String, StatePath> targets) {
    this.root = root;
    this.targets = targets;
  }

  /**
   * Reads what is to be linked to what.
   *
   * @throws WorkspaceException the state has no {@code bsp/run.json}, or not what that names
   */
  static BootLinks of(Workspace workspace) throws IOException, WorkspaceException {
    State state = workspace.pristine();
    JsonObject run = run(state, workspace.objects());
    Map<String, StatePath> targets = new LinkedHashMap<>();
    Optional<String> fit = name(run, "fit");
    if (fit.isPresent()) {
      targets.put(FIT, file(state, fit.get()));
    } else {
      targets.put(KERNEL, file(state, name(run, "kernel").orElse("kernel.img")));
      targets.put(INITRD, file(state, "pantavisor"));
      Optional<String> tree = name(run, "fdt");
      if (tree.isPresent()) {
        targets.put(DEVICE_TREE, file(state, tree.get()));
      }
    }
    return new BootLinks(workspace.root(), targets);
  }

  private static JsonObject run(State state, ObjectStore objects)
      throws IOException, WorkspaceException {
    Optional<StateEntry> entry = Optional.ofNullable(state.entries().get(RUN));
    if (entry.isEmpty()) {
      throw new WorkspaceException(
          "the state has no " + RUN + ", so it is not known what to boot; deploy a bsp with it");
    }
    return switch (entry.get()) {
      case StateEntry.Inline(JsonObject document) -> document;
      case StateEntry.Inline(Json other) ->
          throw new WorkspaceException(RUN + " of the state is not an object");
      case StateEntry.ObjectRef(ObjectId id) -> {
        try (InputStream in = objects.openVerified(id)) {
          yield JsonReader.readObject(in.readAllBytes());
        } catch (JsonException broken) {
          throw new WorkspaceException(
              RUN + " of the state cannot be read: " + broken.getMessage(), broken);
        }
      }
    };
  }

  private static Optional<String> name(JsonObject run, String member) {
    return run.string(member).filter(name -> !name.isEmpty());
  }

  private static StatePath file(State state, String name) throws WorkspaceException {
    Optional<StatePath> path = StatePath.parse("bsp/" + name);
    if (path.isEmpty() || !state.entries().containsKey(path.get())) {
      throw new WorkspaceException(
          "%s of the state needs bsp/%s, which the state does not have"
              .formatted(RUN, Shown.text(name)));
    }
    return path.get();
  }

  /** Makes the links, and removes those that earlier states had and this one has not. */
  void make() throws IOException, WorkspaceException {
    Path directory = root.resolve(DIRECTORY);
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(directory);
    }
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new WorkspaceException(
          Shown.text(directory.toString()) + " is not a directory of its own; remove it");
    }
    for (String name : ALL) {
      Files.deleteIfExists(directory.resolve(name));
      if (targets.containsKey(name)) {
        Files.createLink(directory.resolve(name), root.resolve(targets.get(name).text()));
      }
    }
  }
}
