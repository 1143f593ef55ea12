package dev.firmtrail.hub;

import dev.firmtrail.testkit.wire.Answer;
import dev.firmtrail.testkit.wire.WireLog;
import dev.firmtrail.testkit.wire.WireRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The objects of the recordings: whoever sends or gets one shows its bytes. */
final class RecordedObjects {
  private static final Pattern ANNOUNCED =
      Pattern.compile("\"objectname\":\"([^\"]+)\",\"sha256sum\":\"(\\w+)\"");

  /** One character for each byte, by hash. */
  private static final Map<String, String> CONTENTS = new HashMap<>();

  static {
    for (String name : WireLog.names()) {
      for (WireLog.Exchange exchange : WireLog.named(name).exchanges()) {
        WireRequest request = exchange.request();
        if (request.path().startsWith("/s3/")
            && exchange.answer() instanceof Answer.Whole whole
            && whole.status() == 200) {
          // One recording corrupts what it sends; the others come before it.
          CONTENTS.putIfAbsent(
              request.path().substring("/s3/".length()),
              request.method().equals("PUT") ? request.body() : whole.body());
        }
      }
    }
  }

  private RecordedObjects() {}

  static String content(String id) {
    return Optional.ofNullable(CONTENTS.get(id))
        .orElseThrow(() -> new AssertionError("no recording has the bytes of " + id));
  }

  /** The object that a request announces. */
  static String announced(WireRequest request) {
    return announcement(request).group(2);
  }

  private static Matcher announcement(WireRequest request) {
    Matcher matcher = ANNOUNCED.matcher(request.body());
    if (!matcher.find()) {
      throw new AssertionError("announces nothing: " + request.body());
    }
    return matcher;
  }

  /** The objects that were uploaded before a recording began, with their names. */
  static Map<String, String> known(WireLog log) {
    Set<String> seen = new HashSet<>();
    Map<String, String> known = new LinkedHashMap<>();
    for (WireLog.Exchange exchange : log.exchanges()) {
      WireRequest request = exchange.request();
      int status = exchange.answer() instanceof Answer.Whole whole ? whole.status() : 0;
      if (request.line().equals("POST /objects/")
          && status != 401
          && seen.add(announced(request))
          && status == 409) {
        known.put(announced(request), announcement(request).group(1));
      }
    }
    return known;
  }
}
