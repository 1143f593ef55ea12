package dev.firmtrail.workspace.source;

import dev.firmtrail.hubclient.DownloadReport;
import dev.firmtrail.hubclient.HubClient;
import dev.firmtrail.hubclient.Remote;
import dev.firmtrail.hubclient.RepositoryReference;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.Progress;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.State;
import java.io.IOException;
import java.util.Map;

/** A repository on a hub or a device. The client stays open when this is closed. */
public final class HubSource implements Source {
  private final String name;
  private final HubClient hub;
  private final Remote remote;

  private HubSource(String name, HubClient hub, Remote remote) {
    this.name = name;
    this.hub = hub;
    this.remote = remote;
  }

  /** Asks the repository for its endpoints. */
  public static HubSource open(RepositoryReference.Url repository, HubClient hub)
      throws IOException {
    return new HubSource(repository.shown(), hub, hub.remote(repository.uri()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public State state() throws IOException {
    return hub.state(remote);
  }

  @Override
  public DownloadReport fetch(Map<ObjectId, String> wanted, ObjectStore store, Progress progress)
      throws IOException {
    return hub.download(remote, wanted, store, progress);
  }

  @Override
  public void close() {
    // Nothing of its own is open.
  }
}
