package dev.firmtrail.cli.hostile;

import dev.firmtrail.cli.frame.ExitCode;
import java.util.ArrayList;
import java.util.List;

/** Hubs whose certificate proves nothing, and hubs that lead away from encryption. */
final class HostileTls {
  private static final String UNSAFE = "no safe connection to https://";

  private HostileTls() {}

  static List<Hostile> all() {
    List<Hostile> all = new ArrayList<>();
    all.add(
        certificate(
            "tls-self-signed",
            "The hub's certificate is signed by nobody that is trusted.",
            TlsServer.Certificate.GOOD,
            false));
    all.add(
        certificate(
            "tls-wrong-name",
            "The hub's certificate is for `other.example`.",
            TlsServer.Certificate.WRONG_NAME,
            true));
    all.add(
        certificate(
            "tls-expired",
            "The hub's certificate has expired.",
            TlsServer.Certificate.EXPIRED,
            true));
    all.add(
        Hostile.of(
                "tls-redirect-to-http",
                "An archive behind https is redirected to http.",
                scene ->
                    serve(scene, TlsServer.Certificate.GOOD, true, "http://127.0.0.1:9/x.tgz", ""))
            .refusedBy(
                List.of(
                    Typed.to(ExitCode.NOT_CLONED, "clone", "{URL}", "../got"),
                    Typed.to(ExitCode.FAILED, "get", "{URL}"),
                    Typed.to(ExitCode.NOT_INSPECTED, "inspect", "{URL}")),
                "without encryption; refused"));
    all.add(
        Hostile.of(
                "tls-remote-names-http",
                "A repository behind https names places without encryption.",
                scene ->
                    serve(
                        scene,
                        TlsServer.Certificate.GOOD,
                        true,
                        "",
                        LyingHub.remote("http://127.0.0.1:9", "3")))
            .refusedBy(
                Typed.without(Typed.REPOSITORY, "remoteinfo"), "without encryption; refused"));
    return all;
  }

  private static Hostile certificate(
      String name, String what, TlsServer.Certificate certificate, boolean trusted) {
    List<Typed> commands = new ArrayList<>(Typed.REPOSITORY);
    commands.addAll(Typed.HUB);
    commands.add(Typed.to(ExitCode.NOT_CLONED, "--insecure", "clone", Scene.REPOSITORY, "../got"));
    commands.add(Typed.to(ExitCode.HUB_FAILED, "login"));
    return Hostile.of(name, what, scene -> serve(scene, certificate, trusted, "", "{}"))
        .refusedBy(commands, UNSAFE);
  }

  private static void serve(
      Scene scene,
      TlsServer.Certificate certificate,
      boolean trusted,
      String location,
      String document)
      throws Exception {
    TlsServer server = scene.with(TlsServer.start(certificate, location, document));
    if (trusted) {
      scene.with(TlsServer.trust());
    }
    scene.moveHubTo(server.url());
  }
}
