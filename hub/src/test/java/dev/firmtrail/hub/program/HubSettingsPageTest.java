package dev.firmtrail.hub.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HubSettingsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("firmtrail.root", "..")).resolve("docs/hub-settings.md");

  @Test
  void thePageIsTheTable() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Settings of firmtrail-hub

            This page is made from the table in the code (`HubSetting`). Each setting can be said by a flag, by a variable of the
            environment, or by a line of a file; a flag wins over a variable, that over the file, that over the default. All commands know
            `--data` and `--config`, `serve` knows all flags.

            | in the file | flag | variable | value | default | |
            | --- | --- | --- | --- | --- | --- |
            """);
    for (HubSetting row : HubSetting.values()) {
      page.append(
          "| `%s` | `%s` | `%s` | %s | %s | %s |%n"
              .formatted(
                  row.key(),
                  row.flag(),
                  row.variable(),
                  row.form().replace("|", " or "),
                  row.otherwise().isEmpty() ? "must be said" : row.otherwise(),
                  row.sentence()));
    }
    page.append(
        """

        The file is named by `--config FILE` or by `FIRMTRAIL_HUB_CONFIG`; there is no file that is read unasked. It is UTF-8, and has one
        setting on a line: `key = value`. Blank lines, and lines that begin with `#`, say nothing. The value is all that stands behind the first equals
        sign, without the blanks around it: no quotes, no escapes, no sections. That is all that a handful of names and addresses needs; JSON
        has no remarks, and YAML or TOML would each be a library for seven lines. Paths that do not begin with `/` are looked for in
        the directory in which the program is started, as in flags.

        ```
        # /etc/firmtrail/hub.conf
        data = /var/lib/firmtrail
        listen = 0.0.0.0:443
        public-url = https://hub.example.org
        tls-cert = /etc/firmtrail/fullchain.pem
        tls-key = /etc/firmtrail/privkey.pem
        ```

        A key that is none, a key that stands there twice, a value of the wrong form and a variable `FIRMTRAIL_HUB_…` that is none are
        errors (exit code 2) that name the line or the variable. A variable that is empty counts as not set. A flag that is a switch can be taken back:
        `--tls-legacy-devices=false`.
        """);
    if (System.getProperty("firmtrail.write") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("made by this test with -Dfirmtrail.write=1").hasContent(page.toString());
  }
}
