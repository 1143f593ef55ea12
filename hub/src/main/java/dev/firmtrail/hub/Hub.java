package dev.firmtrail.hub;

import dev.firmtrail.hub.accounts.AccountRoutes;
import dev.firmtrail.hub.accounts.Accounts;
import dev.firmtrail.hub.accounts.Login;
import dev.firmtrail.hub.accounts.PersonalTokenRoutes;
import dev.firmtrail.hub.accounts.PersonalTokens;
import dev.firmtrail.hub.accounts.Secrets;
import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.audit.AuditRoutes;
import dev.firmtrail.hub.audit.RefusedWrites;
import dev.firmtrail.hub.audit.RepeatedRecords;
import dev.firmtrail.hub.devicelogs.DeviceLogsRoom;
import dev.firmtrail.hub.devices.Devices;
import dev.firmtrail.hub.devices.DevicesRoom;
import dev.firmtrail.hub.events.AccountEventRoutes;
import dev.firmtrail.hub.events.Events;
import dev.firmtrail.hub.metrics.MetricsRoom;
import dev.firmtrail.hub.objects.BlobUrls;
import dev.firmtrail.hub.objects.ObjectsRoom;
import dev.firmtrail.hub.openapi.ApiRoutes;
import dev.firmtrail.hub.profiles.ProfileRoutes;
import dev.firmtrail.hub.profiles.Profiles;
import dev.firmtrail.hub.signatures.SignaturesRoom;
import dev.firmtrail.hub.store.DataDirectory;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.trails.TrailsRoom;
import dev.firmtrail.hub.usage.Usage;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.Audience;
import dev.firmtrail.hub.web.Gate;
import dev.firmtrail.hub.web.Limits;
import dev.firmtrail.hub.web.Listening;
import dev.firmtrail.hub.web.OperatorToken;
import dev.firmtrail.hub.web.RequestMetrics;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.hub.web.Tls;
import dev.firmtrail.hub.web.TlsFiles;
import dev.firmtrail.hub.web.Tokens;
import dev.firmtrail.hub.web.WebServer;
import dev.firmtrail.objects.DurableFile;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub: one process, one directory of data. Everything that was acknowledged is on the
 * disk, so it may be killed at any instant; {@link #close} is the polite way.
 */
public final class Hub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

  /**
   * First words of paths, now or later: nobody's name can be one, or it would hide a part of the
   * hub.
   */
  public static final Set<String> RESERVED =
      Set.of(
          "apps",
          "api",
          "audit",
          "auth",
          "callbacks",
          "changes",
          "cron",
          "dash",
          "devices",
          "docs",
          "events",
          "exports",
          "favicon.ico",
          "firmtrail",
          "healthz",
          "history",
          "local-s3",
          "logs",
          "metrics",
          "objects",
          "plog",
          "profiles",
          "receipts",
          "robots.txt",
          "s3",
          "static",
          "steps",
          "subscriptions",
          "swagger",
          "tokens",
          "trails",
          "ui",
          "www");

  /** Devices open a connection for each request, and one that does not fit costs them a second. */
  private static final int WAITING_CONNECTIONS = 1024;

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final ApiUrl api;
  private final List<Route> routes;

  private Hub(HubConfig config, Limits limits, InstantSource clock) throws IOException {
    try {
      // First of all: what it allows has to be said before anything uses TLS.
      Optional<Tls> tls = tls(config.tls(), clock);
      Optional<OperatorToken> operator = operator(config.metricsToken());
      DataDirectory data = new DataDirectory(config.data());
      opened(data.openForHub());
      ServerSocketChannel listening = opened(ServerSocketChannel.open());
      listen(listening, config.listen());
      this.api = config.publicUrl().orElse(addressOf(config, listening));
      SecureRandom random = new SecureRandom();
      HubKeys keys = HubKeys.open(config.data(), random);
      Database database = opened(Database.open(data.database()));
      ObjectStore store = ObjectStore.open(data.objects());
      DurableFile.syncDirectory(config.data());
      Secrets secrets = opened(new Secrets(random));
      Audit audit = new Audit(database, clock);
      RepeatedRecords repeated = new RepeatedRecords(database, audit, clock);
      Accounts accounts = new Accounts(database, secrets, audit, random, clock);
      Events events = new Events(database, limits.rates(), clock);
      Usage usage = new Usage(database, config.bounds());
      DevicesRoom known =
          opened(
              new DevicesRoom(
                  database,
                  accounts,
                  secrets,
                  events,
                  usage,
                  audit,
                  tls.flatMap(Tls::deviceAuthorities),
                  random,
                  clock));
      Devices devices = known.devices();
      Tokens tokens = new Tokens(keys.tokens(), keys.tokensPublic(), devices::isGone, clock);
      PersonalTokens personal = new PersonalTokens(database, secrets, tokens, audit, random, clock);
      Login login =
          new Login(List.of(accounts, devices), personal, secrets, tokens, repeated, clock);
      BlobUrls urls = new BlobUrls(keys.blobUrls(), api, clock);
      ObjectsRoom objects =
          opened(
              new ObjectsRoom(database, store, events, usage, urls, config.largestObject(), clock));
      SignaturesRoom signatures =
          opened(new SignaturesRoom(database, events, audit, devices, clock));
      MetricsRoom metrics = new MetricsRoom(database);
      List<Route> described =
          Stream.of(
                  List.of(
                      Route.get("/healthz", Access.OPEN, Need.NOTHING, call -> health(database))),
                  metrics.routes(),
                  new AccountRoutes(accounts, login, RESERVED, clock).list(),
                  new AuditRoutes(audit).list(),
                  new ProfileRoutes(new Profiles(database, events, clock)).list(),
                  new PersonalTokenRoutes(personal, clock).list(),
                  known.routes(),
                  new AccountEventRoutes(events).list(),
                  objects.routes(),
                  signatures.routes(),
                  new DeviceLogsRoom(
                          database, devices, keys.logCursors(), limits.rates().deviceLogs(), clock)
                      .routes(),
                  opened(
                          new TrailsRoom(
                              database,
                              accounts,
                              known,
                              objects,
                              signatures.steps(),
                              events,
                              usage,
                              audit,
                              api,
                              clock))
                      .routes())
              .flatMap(List::stream)
              .toList();
      this.routes = new ApiRoutes(described, api).all();
      opened(
              new WebServer(
                  routes,
                  RESERVED,
                  new Gate(tokens, operator, api, clock),
                  new Listening(listening, tls, config.trustedProxies(), limits),
                  new Audience(
                      known.sightings(),
                      new RefusedWrites(repeated),
                      new RequestMetrics(metrics.registry())),
                  clock))
          .start();
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /**
   * Starts a hub and returns when it serves.
   *
   * @throws IOException the address is taken, another hub runs on the directory, or it cannot be
   *     used
   */
  public static Hub start(HubConfig config) throws IOException {
    return start(config, InstantSource.system());
  }

  /** {@link #start(HubConfig)} by another clock. */
  public static Hub start(HubConfig config, InstantSource clock) throws IOException {
    return start(config, Limits.STANDARD, clock);
  }

  static Hub start(HubConfig config, Limits limits, InstantSource clock) throws IOException {
    return new Hub(config, limits, clock);
  }

  /** The address that every URL it emits begins with, without a slash at its end. */
  public URI url() {
    return URI.create(api.base());
  }

  /** Every call that this hub answers. */
  List<Route> routes() {
    return routes;
  }

  private <T extends AutoCloseable> T opened(T part) {
    running.push(part);
    return part;
  }

  private static void listen(ServerSocketChannel channel, InetSocketAddress address)
      throws IOException {
    try {
      channel.bind(address, WAITING_CONNECTIONS);
    } catch (BindException taken) {
      throw new IOException(
          "cannot listen on %s:%d (%s); give another --listen"
              .formatted(address.getHostString(), address.getPort(), taken.getMessage()),
          taken);
    }
  }

  private static Optional<Tls> tls(Optional<TlsFiles> files, InstantSource clock)
      throws IOException {
    return files.isPresent() ? Optional.of(Tls.open(files.get(), clock)) : Optional.empty();
  }

  private static Optional<OperatorToken> operator(Optional<Path> file) throws IOException {
    return file.isPresent() ? Optional.of(OperatorToken.read(file.get())) : Optional.empty();
  }

  private static ApiUrl addressOf(HubConfig config, ServerSocketChannel listening)
      throws IOException {
    int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
    String host = config.listen().getHostString();
    String scheme = config.tls().isPresent() ? "https" : "http";
    return new ApiUrl(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  private static Answer health(Database database) {
    database.read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
    return Answer.ok(JsonObject.builder().put("status", "ok").build());
  }

  /** Takes no new requests, finishes those that run, and closes the database. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      AutoCloseable part = running.pop();
      try {
        part.close();
      } catch (Exception failed) {
        LOG.atError().setCause(failed).log("a part of the hub did not close");
      }
    }
  }
}
