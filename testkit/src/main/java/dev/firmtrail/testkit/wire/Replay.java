package dev.firmtrail.testkit.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Answers as the recorded hub did, in whatever order it is asked: by method and path; among those
 * by body and by token where the recording has such a one; among those in the recorded order, the
 * last one again and again. Recorded URLs become the server's own.
 */
public final class Replay implements Responder {
  private static final Answer UNKNOWN = Answer.json(404, "{\"Error\":\"not in the recording\"}");

  private final WireLog log;
  private final Map<List<WireLog.Exchange>, Integer> used = new HashMap<>();
  private final List<String> unexpected = new CopyOnWriteArrayList<>();

  public Replay(WireLog log) {
    this.log = log;
  }

  /** Requests that the recording has nothing for. */
  public List<String> unexpected() {
    return List.copyOf(unexpected);
  }

  @Override
  public Answer answer(WireRequest request, WireServer server) {
    List<WireLog.Exchange> fitting =
        narrowed(log.exchanges(), e -> e.request().line().equals(request.line()));
    if (!fitting.get(0).request().line().equals(request.line())) {
      unexpected.add(request.line());
      return UNKNOWN;
    }
    fitting = narrowed(fitting, e -> e.request().body().equals(request.body()));
    Optional<String> token = request.header("Authorization");
    fitting = narrowed(fitting, e -> e.request().header("Authorization").equals(token));
    return here(next(fitting), server.url().toString());
  }

  /** Those that pass, or all when none does. */
  private static List<WireLog.Exchange> narrowed(
      List<WireLog.Exchange> all, Predicate<WireLog.Exchange> wanted) {
    List<WireLog.Exchange> some = all.stream().filter(wanted).toList();
    return some.isEmpty() ? all : some;
  }

  private synchronized Answer next(List<WireLog.Exchange> fitting) {
    int turn = used.merge(fitting, 1, Integer::sum);
    return fitting.get(Math.min(turn, fitting.size()) - 1).answer();
  }

  private static Answer here(Answer recorded, String url) {
    return switch (recorded) {
      case Answer.Whole(int status, Map<String, List<String>> headers, String body) ->
          new Answer.Whole(status, headers(headers, url), body.replace(WireLog.RECORDED_BASE, url));
      default -> recorded;
    };
  }

  private static Map<String, List<String>> headers(Map<String, List<String>> recorded, String url) {
    Map<String, List<String>> headers = new HashMap<>();
    recorded.forEach((name, values) -> {
      if (!name.equals("content-length")) {
        headers.put(
            name,
            new ArrayList<>(
                values.stream().map(v -> v.replace(WireLog.RECORDED_BASE, url)).toList()));
      }
    });
    return headers;
  }
}
