package dev.firmtrail.cli.hostile;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An HTTPS server on a free loopback port, with certificates that {@code keytool} makes once a run:
 * an authority's, and those that it signed.
 */
final class TlsServer implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String AUTHORITY = "authority";
  private static final KeyStore STORE = make();
  private static final Map<Certificate, SSLContext> CONTEXTS = new ConcurrentHashMap<>();

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private TlsServer(HttpsServer server) {
    this.server = server;
  }

  /** What the server shows. */
  enum Certificate {
    GOOD("-ext", "san=ip:127.0.0.1"),
    WRONG_NAME("-ext", "san=dns:other.example"),
    EXPIRED("-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable; its type does not say so.
    private final List<String> options;

    Certificate(String... options) {
      this.options = List.of(options);
    }
  }

  /**
   * Starts to answer every request.
   *
   * @param location where to redirect to; empty for nowhere
   */
  static TlsServer start(Certificate certificate, String location, String document)
      throws IOException, GeneralSecurityException {
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(showing(certificate)));
    byte[] body = document.getBytes(StandardCharsets.UTF_8);
    https.createContext(
        "/",
        exchange -> {
          if (!location.isEmpty()) {
            exchange.getResponseHeaders().set("Location", location);
          }
          exchange.sendResponseHeaders(
              location.isEmpty() ? 200 : 302, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    TlsServer server = new TlsServer(https);
    https.setExecutor(server.threads);
    https.start();
    return server;
  }

  /** Scheme, host and port. */
  String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lets this process trust the authority until it is closed. */
  static AutoCloseable trust() throws GeneralSecurityException, IOException {
    KeyStore trusted = empty();
    trusted.setCertificateEntry(AUTHORITY, STORE.getCertificate(AUTHORITY));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    SSLContext before = SSLContext.getDefault();
    SSLContext.setDefault(context);
    return () -> SSLContext.setDefault(before);
  }

  private static SSLContext showing(Certificate certificate)
      throws GeneralSecurityException, IOException {
    SSLContext made = CONTEXTS.get(certificate);
    if (made != null) {
      return made;
    }
    KeyStore one = empty();
    one.setKeyEntry(
        "it",
        STORE.getKey(certificate.name(), PASSWORD),
        PASSWORD,
        STORE.getCertificateChain(certificate.name()));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(one, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    CONTEXTS.put(certificate, context);
    return context;
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    return store;
  }

  private static KeyStore make() {
    try {
      Path directory = Files.createTempDirectory("firmtrail-tls");
      Path file = directory.resolve("store.p12");
      keytool(file, AUTHORITY, List.of("-ext", "bc:c"));
      for (Certificate each : Certificate.values()) {
        List<String> options = new ArrayList<>(each.options);
        options.addAll(List.of("-signer", AUTHORITY));
        keytool(file, each.name(), options);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      Files.delete(file);
      Files.delete(directory);
      return store;
    } catch (IOException | GeneralSecurityException | InterruptedException cannot) {
      throw new IllegalStateException(cannot);
    }
  }

  private static void keytool(Path file, String alias, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", alias));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + alias));
    command.addAll(List.of("-keystore", file.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", new String(PASSWORD)));
    command.addAll(options);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
