package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.store.Check;
import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.hub.store.Finding;
import dev.firmtrail.hub.store.Rows;
import dev.firmtrail.objects.FsckReport;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * That each object that was uploaded is in the store, as long as it was; and where all bytes are to
 * be read, that they are those of its id.
 */
public final class ObjectsCheck implements Check {
  private static final String ADVICE =
      "bring it again from a workspace that has it (pvr post), or take it from a backup: objects there are named by their ids too";

  private final DataDirectory data;
  private final Optional<Progress> deep;

  /**
   * Of one hub's store.
   *
   * @param deep told of how far it is with reading every object; empty where none is to be read
   */
  public ObjectsCheck(DataDirectory data, Optional<Progress> deep) {
    this.data = data;
    this.deep = deep;
  }

  @Override
  public String name() {
    return "objects";
  }

  @Override
  public void run(Handle handle, Consumer<Finding> found) throws IOException {
    if (!Files.isDirectory(data.objects())) {
      found.accept(new Finding(data.objects().toString(), "there is no such directory", ADVICE));
      return;
    }
    ObjectStore store = ObjectStore.open(data.objects());
    Rows.each(
        handle,
        "SELECT id, max(size) AS size FROM objects WHERE present = 1 GROUP BY id",
        row -> {
          OptionalLong size = store.size(new ObjectId(row.getString("id")));
          if (size.isEmpty()) {
            found.accept(finding(row.getString("id"), "it was uploaded, and is not in the store"));
          } else if (size.getAsLong() != row.getLong("size")) {
            found.accept(
                finding(
                    row.getString("id"),
                    "it has %d bytes, and had %d when it was uploaded"
                        .formatted(size.getAsLong(), row.getLong("size"))));
          }
        });
    if (deep.isPresent()) {
      FsckReport read = store.fsck(List.of(), Optional.empty(), deep.get());
      read.corrupt().forEach(id -> found.accept(finding(id.hex(), "its bytes are others")));
      read.unreadable().forEach(id -> found.accept(finding(id.hex(), "it cannot be read")));
    }
  }

  private static Finding finding(String id, String what) {
    return new Finding("object " + id, what, ADVICE);
  }
}
