package dev.firmtrail.hub.web;

import dev.firmtrail.signatures.ClientAuthorities;
import dev.firmtrail.signatures.Pem;
import dev.firmtrail.signatures.SigningKey;
import dev.firmtrail.signatures.keys.KeySource;
import dev.firmtrail.signatures.keys.OpenedKey;
import dev.firmtrail.signatures.keys.UnusableKeyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 as the hub speaks it ({@code docs/formats/hub.md}, TLS): a certificate that
 * clients can use now, with its key. Which name a client asks for does not matter, for devices ask
 * for addresses. Immutable.
 */
public final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** All that some devices offer; without forward secrecy, so they come last. */
  private static final List<String> LEGACY =
      List.of(
          "TLS_RSA_WITH_AES_256_CBC_SHA256",
          "TLS_RSA_WITH_AES_256_CBC_SHA",
          "TLS_RSA_WITH_AES_128_CBC_SHA256",
          "TLS_RSA_WITH_AES_128_CBC_SHA");

  private static final String DISABLED = "jdk.tls.disabledAlgorithms";
  private static final String STATIC_RSA = "TLS_RSA_*";

  private static final List<String> FOR_SERVERS = List.of("1.3.6.1.5.5.7.3.1", "2.5.29.37.0");

  /** Places in the row that the JDK gives of a certificate's key usage. */
  private static final int MAY_SIGN = 0;

  private static final int MAY_DECRYPT = 2;

  private final SSLContext context;
  private final List<String> suites;
  private final Optional<ClientAuthorities> deviceAuthorities;

  private Tls(
      SSLContext context, List<String> suites, Optional<ClientAuthorities> deviceAuthorities) {
    this.context = context;
    this.suites = suites;
    this.deviceAuthorities = deviceAuthorities;
  }

  /**
   * Reads the files, and lets legacy devices in where that is wanted.
   *
   * @throws IOException a file cannot be used, the key is not that of the certificate, which has
   *     ended or is not for this; the authorities are none; or this process has used TLS before
   *     legacy devices were let in
   */
  public static Tls open(TlsFiles files, InstantSource clock) throws IOException {
    OpenedKey opened = opened(files);
    SigningKey identity = opened.key();
    String name = files.certificate().toString();
    X509Certificate own = identity.chain().getFirst();
    refuseUnfit(name, own, clock.instant());
    Optional<ClientAuthorities> deviceAuthorities =
        files.deviceAuthorities().isPresent()
            ? Optional.of(authorities(files.deviceAuthorities().get(), clock.instant()))
            : Optional.empty();
    if (files.legacyDevices()) {
      refuseUnfitForLegacyDevices(name, own);
      allowStaticRsa();
    }
    opened.notices().forEach(LOG::warn);
    SSLContext context = context(identity, deviceAuthorities);
    if (files.legacyDevices() && !supports(context, LEGACY)) {
      throw new IOException(
          "legacy devices cannot be let in: this process has used TLS already; start a new one");
    }
    LOG.atInfo()
        .addKeyValue("until", own.getNotAfter().toInstant())
        .addKeyValue("legacyDevices", files.legacyDevices())
        .addKeyValue(
            "deviceAuthorities",
            deviceAuthorities.map(known -> known.certificates().size()).orElse(0))
        .log("TLS");
    return new Tls(
        context,
        files.legacyDevices() ? Stream.concat(SUITES.stream(), LEGACY.stream()).toList() : SUITES,
        deviceAuthorities);
  }

  /** Who vouches for devices; clients are asked for a certificate where there is anybody. */
  public Optional<ClientAuthorities> deviceAuthorities() {
    return deviceAuthorities;
  }

  /** What makes connections that carry another protocol inside of TLS. */
  SslConnectionFactory around(String protocol) {
    SslContextFactory.Server server = new SslContextFactory.Server();
    server.setSslContext(context);
    server.setExcludeProtocols();
    server.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    server.setExcludeCipherSuites();
    server.setIncludeCipherSuites(suites.toArray(String[]::new));
    server.setRenegotiationAllowed(false);
    // Wanted and never needed: most clients have none.
    server.setWantClientAuth(deviceAuthorities.isPresent());
    SslConnectionFactory factory = new SslConnectionFactory(server, protocol);
    // It would refuse a request whose Host is not a name of the certificate.
    factory.setEnsureSecureRequestCustomizer(false);
    return factory;
  }

  private static OpenedKey opened(TlsFiles files) throws IOException {
    try {
      // With a directory in front a file is never taken for a token or a variable.
      String key = Path.of(".").resolve(files.key()).toString();
      return new KeySource(Path.of(""), Map.of())
          .open(key, Optional.of(files.certificate()), nobodyToAsk -> Optional.empty());
    } catch (UnusableKeyException unusable) {
      throw new IOException("cannot serve TLS: " + unusable.getMessage(), unusable);
    }
  }

  private static ClientAuthorities authorities(Path file, Instant now) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("cannot ask devices for certificates: there is no file " + file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return ClientAuthorities.read(in.readNBytes(ClientAuthorities.MAX_BYTES + 1), now);
    } catch (Pem.InvalidPemException unfit) {
      throw new IOException(
          "cannot ask devices for certificates: %s holds no good list of authorities: %s"
              .formatted(file, unfit.getMessage()),
          unfit);
    }
  }

  private static void refuseUnfit(String name, X509Certificate own, Instant now)
      throws IOException {
    Instant begin = own.getNotBefore().toInstant();
    Instant end = own.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      throw unfit(name, "a certificate that ended " + end, "get a new one");
    }
    if (now.isBefore(begin)) {
      throw unfit(
          name, "a certificate that begins only " + begin, "look at the clock of this machine");
    }
    if (!isForServers(own) || !may(own, MAY_SIGN)) {
      throw unfit(name, "a certificate that is not for servers", "get one for a TLS server");
    }
  }

  private static void refuseUnfitForLegacyDevices(String name, X509Certificate own)
      throws IOException {
    if (!(own.getPublicKey() instanceof RSAPublicKey)) {
      throw unfit(
          name,
          "no certificate of an RSA key, and legacy devices know no other",
          "get one for an RSA key");
    }
    if (!may(own, MAY_DECRYPT)) {
      throw unfit(
          name,
          "a certificate whose key may not decrypt, which legacy devices need",
          "get one with the key usage keyEncipherment");
    }
  }

  private static IOException unfit(String name, String problem, String next) {
    return new IOException("cannot serve TLS: " + name + " holds " + problem + "; " + next);
  }

  private static boolean isForServers(X509Certificate own) {
    try {
      @Nullable List<String> uses = own.getExtendedKeyUsage();
      return uses == null || uses.stream().anyMatch(FOR_SERVERS::contains);
    } catch (CertificateParsingException unreadable) {
      return false;
    }
  }

  private static boolean may(X509Certificate own, int use) {
    boolean @Nullable [] uses = own.getKeyUsage();
    return uses == null || uses[use];
  }

  /** Java forbids it, and reads what it forbids once: at the first use of TLS in a process. */
  private static void allowStaticRsa() {
    String forbidden = Security.getProperty(DISABLED);
    Security.setProperty(
        DISABLED,
        Arrays.stream(forbidden.split(","))
            .map(String::strip)
            .filter(each -> !each.equals(STATIC_RSA))
            .collect(Collectors.joining(", ")));
  }

  private static boolean supports(SSLContext context, List<String> wanted) {
    return Arrays.asList(context.getSupportedSSLParameters().getCipherSuites()).containsAll(wanted);
  }

  private static SSLContext context(
      SigningKey identity, Optional<ClientAuthorities> deviceAuthorities) throws IOException {
    char[] unused = "in memory".toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "hub", identity.key(), unused, identity.chain().toArray(Certificate[]::new));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, unused);
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] clients =
          deviceAuthorities.stream().map(AnyClient::new).toArray(TrustManager[]::new);
      context.init(keys.getKeyManagers(), clients, null);
      return context;
    } catch (GeneralSecurityException cannot) {
      throw new IOException("this Java cannot serve TLS with such a key", cannot);
    }
  }
}
