package dev.firmtrail.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonReader;
import dev.firmtrail.state.json.JsonWriter;
import dev.firmtrail.testkit.wire.WireRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table {@code requests.tsv}: every request that our client makes is like one of its rows. */
final class RequestTable {
  private final List<Row> rows;
  private final Set<Row> used = new HashSet<>();

  private record Row(String method, String path, String token, String type, String members) {
    static Row of(String line) {
      String[] cells = line.split("\t", -1);
      return new Row(cells[0], cells[1], cells[2], cells[3], cells[4]);
    }

    boolean isAbout(WireRequest request) {
      return request.method().equals(method) && request.path().matches(path);
    }
  }

  RequestTable() throws IOException {
    try (InputStream in = RequestTable.class.getResourceAsStream("requests.tsv")) {
      assertThat(in).isNotNull();
      String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      rows = table.lines().filter(line -> !line.startsWith("# ")).map(Row::of).toList();
    }
  }

  void check(WireRequest request) {
    List<Row> fitting = rows.stream().filter(row -> row.isAbout(request)).toList();
    assertThat(fitting).as("rows about %s", request.line()).hasSize(1);
    Row row = fitting.getFirst();
    used.add(row);
    boolean hasToken = request.header("Authorization").orElse("").startsWith("Bearer ");
    assertThat(request.header("Authorization").isPresent()).isEqualTo(hasToken);
    assertThat(row.token())
        .as("%s, sent %s a token", request.line(), hasToken ? "with" : "without")
        .isNotEqualTo(hasToken ? "none" : "must");
    assertThat(request.header("Content-Type").orElse("-")).isEqualTo(row.type());
    assertThat(request.header("User-Agent").orElse("")).startsWith("firmtrail/");
    if (request.method().equals("GET")) {
      assertThat(request.body()).isEmpty();
    } else {
      assertThat(request.header("Content-Length"))
          .as(request.line())
          .contains(Integer.toString(request.body().length()));
    }
    assertThat(members(request, row)).as(request.line()).matches(row.members());
  }

  private static String members(WireRequest request, Row row) {
    if (row.type().equals("-")) {
      return "-";
    }
    try {
      byte[] body = request.body().getBytes(StandardCharsets.ISO_8859_1);
      return String.join(",", JsonReader.readObject(body).members().sequencedKeySet());
    } catch (JsonException broken) {
      throw new AssertionError(request.line() + " sends " + request.text(), broken);
    }
  }

  /** The document of a request in canonical form. */
  static String canonical(WireRequest request) {
    try {
      byte[] body = request.body().getBytes(StandardCharsets.ISO_8859_1);
      return JsonWriter.CANONICAL.text(JsonReader.read(body));
    } catch (JsonException broken) {
      throw new AssertionError(request.line() + " sends " + request.text(), broken);
    }
  }

  void checkThatEveryRowWasUsed() {
    assertThat(used).containsExactlyInAnyOrderElementsOf(rows);
  }
}
