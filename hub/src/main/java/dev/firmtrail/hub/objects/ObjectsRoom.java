package dev.firmtrail.hub.objects;

import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.usage.Usage;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.objects.SharedPuts;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Everything about objects, wired. */
public final class ObjectsRoom implements AutoCloseable {
  private final ObjectStore store;
  private final SharedPuts puts;
  private final ObjectRecords records;
  private final ObjectAnswers answers;
  private final ObjectBundles bundles;
  private final List<Route> routes;

  /**
   * @param largest in bytes; larger objects are refused
   */
  public ObjectsRoom(
      Database database,
      ObjectStore store,
      Events events,
      Usage usage,
      BlobUrls urls,
      long largest,
      InstantSource clock) {
    this.store = store;
    this.puts = store.sharedPuts();
    this.records = new ObjectRecords(database, store, events, usage, clock);
    this.answers = new ObjectAnswers(records, new ObjectJson(urls, clock), urls, largest);
    this.bundles = new ObjectBundles(records, store, largest);
    this.routes =
        Stream.of(
                new ObjectRoutes(records, answers).list(),
                new BlobRoutes(records, urls, store, puts).list())
            .flatMap(List::stream)
            .toList();
  }

  public List<Route> routes() {
    return routes;
  }

  /** The bytes, whoever brought them. */
  public ObjectStore store() {
    return store;
  }

  /** Who has which. */
  public ObjectRecords records() {
    return records;
  }

  /** What stands under each step too. */
  public ObjectAnswers answers() {
    return answers;
  }

  public ObjectBundles bundles() {
    return bundles;
  }

  @Override
  public void close() {
    puts.close();
  }
}
