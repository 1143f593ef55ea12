package dev.firmtrail.hub;

import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.TlsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code firmtrail-hub} command. */
@Command(
    name = "firmtrail-hub",
    description = "A hub: keeps the firmware of devices as numbered steps that nobody can change.",
    mixinStandardHelpOptions = true,
    versionProvider = HubProgram.Version.class,
    subcommands = HubProgram.Serve.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it was asked for help or its version",
      "1:the hub could not start: one line says why",
      "2:wrong arguments",
      "130, 143:stopped by a signal (SIGINT, SIGTERM), after running requests had finished"
    })
public final class HubProgram implements Runnable {
  /** In columns; an example must stand on one line. */
  private static final int HELP_WIDTH = 100;

  @Spec private @Nullable CommandSpec spec;

  private HubProgram() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new HubProgram()).setUsageHelpWidth(HELP_WIDTH);
    line.setExecutionExceptionHandler((failed, command, parsed) -> {
      command.getErr().println("firmtrail-hub: " + failed.getMessage());
      return command.getCommandSpec().exitCodeOnExecutionException();
    });
    return line;
  }

  @Override
  public void run() {
    CommandSpec known = Objects.requireNonNull(spec);
    throw new ParameterException(known.commandLine(), "what shall it do? the command is: serve");
  }

  /** {@code firmtrail-hub serve}. */
  @Command(
      name = "serve",
      description =
          "Serves one directory of data until it is stopped. The first line on standard output is its URL.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      footerHeading = "%nExamples:%n",
      footer = {
        "  firmtrail-hub serve --data ./hub --listen 127.0.0.1:0",
        "      on this machine only, on a free port",
        "  firmtrail-hub serve --data /srv/hub --listen 192.0.2.7:443 --tls-cert chain.pem --tls-key key.pem",
        "      with TLS; give --public-url as well where clients know it by a name",
        "  firmtrail-hub serve --data /srv/hub --listen 127.0.0.1:12365 --public-url https://hub.example.org",
        "      behind a proxy that speaks TLS; every URL it gives out begins with the public one"
      })
  static final class Serve implements Callable<Integer> {
    @Option(
        names = "--data",
        required = true,
        paramLabel = "DIR",
        description = "Everything it keeps: database, objects, keys. Made where it is missing.")
    private @Nullable Path data;

    @Option(
        names = "--listen",
        required = true,
        paramLabel = "HOST:PORT",
        converter = Address.class,
        description = "Where it listens; port 0 takes a free one.")
    private @Nullable InetSocketAddress listen;

    @Option(
        names = "--public-url",
        paramLabel = "URL",
        converter = PublicUrl.class,
        description = "The address that clients know, when it is not the one it listens on.")
    private @Nullable ApiUrl publicUrl;

    @Option(
        names = "--largest-object",
        paramLabel = "BYTES",
        defaultValue = "" + HubConfig.LARGEST_OBJECT,
        description = "Larger objects are refused (default: ${DEFAULT-VALUE}).")
    private long largestObject;

    @ArgGroup(exclusive = false)
    private @Nullable TlsOptions tls;

    @Option(
        names = "--metrics-token-file",
        paramLabel = "FILE",
        description =
            "A secret: who sends it as a bearer token may read /metrics. Else nobody may.")
    private @Nullable Path metricsToken;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      HubConfig config =
          new HubConfig(
              Objects.requireNonNull(data),
              Objects.requireNonNull(listen),
              Optional.ofNullable(publicUrl),
              largestObject,
              Optional.ofNullable(tls).map(TlsOptions::files),
              Optional.ofNullable(metricsToken));
      Hub hub = Hub.start(config);
      Runtime.getRuntime().addShutdownHook(new Thread(hub::close, "stop"));
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      out.println(hub.url());
      out.flush();
      // A signal ends the process; the hook above lets requests finish first.
      new CountDownLatch(1).await();
      return 0;
    }
  }

  /** All or none. */
  static final class TlsOptions {
    @Option(
        names = "--tls-cert",
        required = true,
        paramLabel = "FILE",
        description = "Serve TLS: the hub's certificate in PEM, then those that lead to a root.")
    private @Nullable Path certificate;

    @Option(
        names = "--tls-key",
        required = true,
        paramLabel = "FILE",
        description = "Its private key, in PEM or PKCS#12, not under a passphrase.")
    private @Nullable Path key;

    @Option(
        names = "--tls-legacy-devices",
        description =
            "Also serve devices that know only RSA certificates and AES-CBC without forward secrecy: who ever gets the key reads what was recorded of them.")
    private boolean legacyDevices;

    TlsFiles files() {
      return new TlsFiles(
          Objects.requireNonNull(certificate), Objects.requireNonNull(key), legacyDevices);
    }
  }

  /** {@code HOST:PORT}, with an IPv6 address in brackets. */
  static final class Address implements ITypeConverter<InetSocketAddress> {
    private static final int LARGEST_PORT = 65535;

    @Override
    public InetSocketAddress convert(String text) {
      int colon = text.lastIndexOf(':');
      String port = text.substring(colon + 1);
      if (colon <= 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > LARGEST_PORT) {
        throw new CommandLine.TypeConversionException(
            "'" + text + "' is not HOST:PORT, such as 127.0.0.1:0");
      }
      String host = text.substring(0, colon);
      String bare =
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
      try {
        return new InetSocketAddress(InetAddress.getAllByName(bare)[0], Integer.parseInt(port));
      } catch (UnknownHostException nobody) {
        throw new CommandLine.TypeConversionException("no such host: '" + bare + "'");
      }
    }
  }

  /** A URL without the slash that people like to put at its end. */
  static final class PublicUrl implements ITypeConverter<ApiUrl> {
    @Override
    public ApiUrl convert(String text) {
      try {
        return new ApiUrl(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      } catch (IllegalArgumentException bad) {
        throw new CommandLine.TypeConversionException(String.valueOf(bad.getMessage()));
      }
    }
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      @Nullable String version = HubProgram.class.getPackage().getImplementationVersion();
      return new String[] {
        "firmtrail-hub " + (version == null ? "of a development build" : version)
      };
    }
  }
}
