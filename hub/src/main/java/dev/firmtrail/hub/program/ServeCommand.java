package dev.firmtrail.hub.program;

import dev.firmtrail.hub.Hub;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code firmtrail-hub serve}. */
@Command(
    name = "serve",
    description =
        "Serves one directory of data until it is stopped. The first line on standard output is its URL.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  firmtrail-hub serve --data ./hub --listen 127.0.0.1:0",
      "      on this machine only, on a free port",
      "  firmtrail-hub serve --data /srv/hub --listen 192.0.2.7:443 --tls-cert chain.pem --tls-key key.pem",
      "      with TLS; give --public-url as well where clients know it by a name",
      "  firmtrail-hub serve --data /srv/hub --listen 127.0.0.1:12365 --public-url https://hub.example.org",
      "      behind a proxy that speaks TLS; every URL it gives out begins with the public one",
      "  firmtrail-hub serve --config /etc/firmtrail/hub.conf",
      "      everything from a file, as the systemd unit does"
    })
final class ServeCommand extends HubCommand {
  @Override
  List<HubSetting> settings() {
    return List.of(HubSetting.values());
  }

  @Override
  int run(HubSettings settings) throws BadSettingException, IOException, InterruptedException {
    Hub hub = Hub.start(settings.config());
    Runtime.getRuntime().addShutdownHook(new Thread(hub::close, "stop"));
    out().println(hub.url());
    out().flush();
    // A signal ends the process; the hook above lets requests finish first.
    new CountDownLatch(1).await();
    return 0;
  }
}
