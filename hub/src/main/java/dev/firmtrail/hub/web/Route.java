package dev.firmtrail.hub.web;

import java.util.List;

/**
 * One call that the hub answers.
 *
 * @param path segments, of which one in braces stands for any text; a slash at the end of a request
 *     is ignored
 * @param access whom it lets in
 * @param need what their token must be good for
 * @param bodyLimit the most bytes of body that are read; {@link #STREAMED} where the handler reads
 *     the body itself
 */
public record Route(
    Method method, String path, Access access, Scope.Need need, long bodyLimit, Handler handler) {
  /** For calls that have no body; a device may send an empty object all the same. */
  public static final long NO_BODY = 1024;

  /** Enough for every small document. */
  public static final long SMALL_BODY = 64 * 1024;

  /** For documents that hold a state. */
  public static final long STATE_BODY = 16 * 1024 * 1024;

  /** The handler reads the stream and knows its length. */
  public static final long STREAMED = Long.MAX_VALUE;

  /** Answers one call, or throws a {@link Refusal}. */
  @FunctionalInterface
  public interface Handler {
    Answer answer(Call call) throws java.io.IOException;
  }

  public static Route get(String path, Access access, Scope.Need need, Handler handler) {
    return new Route(Method.GET, path, access, need, NO_BODY, handler);
  }

  /** Whether it changes nothing. */
  public boolean isRead() {
    return method == Method.GET;
  }

  List<String> segments() {
    return List.of(path.substring(1).split("/"));
  }

  /** Whether a request's path, without a slash at its end, is one of this route's. */
  boolean matches(List<String> request) {
    List<String> pattern = segments();
    if (pattern.size() != request.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      if (!isParameter(pattern.get(i)) && !pattern.get(i).equals(request.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the path begins with anybody's name, as the URLs of repositories do. */
  boolean beginsWithName() {
    return isParameter(segments().getFirst());
  }

  private static boolean isParameter(String segment) {
    return segment.startsWith("{");
  }
}
