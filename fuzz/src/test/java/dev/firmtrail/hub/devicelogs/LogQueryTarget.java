package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Seal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a question for log lines, one piece each, and the cursor that goes on with it,
 * in which what is left of the input changes letters: a question is bounded or refused; its cursor
 * means the same, for its owner alone, while it lasts; a changed one means nothing.
 */
public final class LogQueryTarget implements Target {
  private static final List<String> NAMES =
      List.of("rev", "plat", "src", "lvl", "dev", "after", "before", "sort", "start", "page");
  private static final HubId DEVICE = new HubId("0123456789abcdef01234567");
  private static final Prn OWNER = Prn.ofAccount(DEVICE);
  private static final Prn OTHER = Prn.ofAccount(new HubId("76543210fedcba9876543210"));
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

  private final LogCursors cursors = cursors(1, NOW);
  private final LogCursors later = cursors(1, NOW.plusSeconds(3600));
  private final LogCursors foreign = cursors(2, NOW);

  private static LogCursors cursors(int key, Instant now) {
    byte[] bytes = new byte[Seal.KEY_BYTES];
    Arrays.fill(bytes, (byte) key);
    return new LogCursors(new Seal(bytes), InstantSource.fixed(now));
  }

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    Map<String, String> parameters = new HashMap<>();
    for (String name : NAMES) {
      parameters.put(name, pieces.text());
    }
    try {
      asked(
          LogRequest.of(
              name -> Optional.ofNullable(parameters.get(name)),
              OWNER,
              nick -> nick.equals("box") ? Optional.of(DEVICE) : Optional.empty()),
          pieces);
    } catch (Refusal refused) {
      Must.beShowable(refused);
      Must.equal(refused.status(), 400, "the status");
    }
  }

  private void asked(LogRequest request, Input pieces) {
    LogQuery query = request.query();
    Must.equal(query.owner(), OWNER, "whose lines");
    Must.hold(request.page() > 0 && request.page() <= LogRequest.LONGEST_PAGE, "the page");
    Must.hold(request.start() >= 0 && request.start() <= LogRequest.FURTHEST_START, "the start");
    Must.hold(
        query.devices().map(Set::size).orElse(0) <= LogQuery.MOST_DEVICES, "devices of a query");
    LogRequest next = request.goingOn(query);
    String cursor = cursors.of(next);
    Must.equal(cursors.read(cursor, OWNER), Optional.of(next), "what a cursor means");
    Must.equal(later.read(cursor, OWNER), Optional.empty(), "a cursor that is over");
    Must.hold(isRefused(cursors, cursor, OTHER), "another's cursor");
    Must.hold(isRefused(foreign, cursor, OWNER), "another hub's cursor");
    String changed = changed(cursor, pieces);
    Must.hold(isTheSame(changed, cursor) || isRefused(cursors, changed, OWNER), "a changed cursor");
  }

  private static boolean isRefused(LogCursors cursors, String cursor, Prn caller) {
    try {
      cursors.read(cursor, caller);
      return false;
    } catch (Refusal refused) {
      return refused.status() == 403;
    }
  }

  /** Pairs of a place and a character. */
  private static String changed(String cursor, Input pieces) {
    StringBuilder changed = new StringBuilder(cursor);
    byte[] changes = pieces.rest();
    for (int i = 0; i + 1 < changes.length; i += 2) {
      changed.setCharAt((changes[i] & 0xFF) % cursor.length(), (char) (changes[i + 1] & 0xFF));
    }
    return changed.toString();
  }

  /** Base64 has more than one way to write the same bytes. */
  private static boolean isTheSame(String changed, String cursor) {
    String[] halves = changed.split("\\.", 2);
    String[] whole = cursor.split("\\.", 2);
    try {
      return halves.length == 2
          && Arrays.equals(bytes(halves[0]), bytes(whole[0]))
          && Arrays.equals(bytes(halves[1]), bytes(whole[1]));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}
