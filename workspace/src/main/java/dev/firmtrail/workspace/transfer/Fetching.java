package dev.firmtrail.workspace.transfer;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.workspace.InParallel;
import dev.firmtrail.workspace.WorkspaceException;
import dev.firmtrail.workspace.source.ObjectFiles;
import dev.firmtrail.workspace.source.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Brings objects into a pool that may hold damaged ones already. */
final class Fetching {
  private Fetching() {}

  /**
   * When this returns, all objects are there, durable, and their bytes were read and checked, those
   * that were there before as well. A damaged one is set aside and fetched again.
   */
  static DownloadReport run(
      Source source, Map<ObjectId, String> wanted, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException {
    setDamagedAside(wanted, store, progress);
    return source.fetch(wanted, store, progress);
  }

  /** {@link #run} from a directory of objects. */
  static DownloadReport copy(
      ObjectFiles from, Map<ObjectId, String> wanted, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException {
    setDamagedAside(wanted, store, progress);
    return from.copy(wanted, store, progress);
  }

  private static void setDamagedAside(
      Map<ObjectId, String> wanted, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException {
    List<ObjectId> here = new ArrayList<>(wanted.keySet());
    here.removeIf(id -> !store.contains(id));
    for (ObjectId damaged : damaged(here, store, progress)) {
      store.setAside(damaged);
    }
  }

  private static List<ObjectId> damaged(List<ObjectId> here, ObjectStore store, Progress progress)
      throws IOException, WorkspaceException {
    long total = 0;
    for (ObjectId id : here) {
      total += store.size(id).orElse(0);
    }
    progress.begin("checking", total);
    try {
      List<Boolean> good =
          InParallel.map(
              here,
              here.size() > 1,
              id -> {
                boolean same = store.verify(id);
                progress.advance(store.size(id).orElse(0));
                return same;
              });
      List<ObjectId> damaged = new ArrayList<>();
      for (int i = 0; i < here.size(); i++) {
        if (!good.get(i)) {
          damaged.add(here.get(i));
        }
      }
      return damaged;
    } finally {
      progress.end();
    }
  }
}
