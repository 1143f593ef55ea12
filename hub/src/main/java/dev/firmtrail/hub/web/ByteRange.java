package dev.firmtrail.hub.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of an object a request asks for ({@code docs/formats/hub.md}, Bytes; RFC 9110, 14).
 * Several ranges in one request are not served: such a header counts as none, and the whole object
 * goes out.
 */
sealed interface ByteRange {
  /** Bytes {@code first} to {@code last}, both included. */
  record Part(long first, long last) implements ByteRange {
    long length() {
      return last - first + 1;
    }
  }

  /** The whole object. */
  record Whole() implements ByteRange {}

  /** Nothing of what was asked exists. */
  record Unsatisfiable() implements ByteRange {}

  Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  static ByteRange of(Optional<String> header, Optional<String> ifRange, String etag, long size) {
    if (header.isEmpty() || ifRange.filter(tag -> !tag.equals(etag)).isPresent()) {
      return new Whole();
    }
    Matcher one = ONE.matcher(header.get().strip());
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return new Whole();
    }
    if (one.group(1).isEmpty()) {
      long wanted = Math.min(Long.parseLong(one.group(2)), size);
      return wanted == 0 ? new Unsatisfiable() : new Part(size - wanted, size - 1);
    }
    long first = Long.parseLong(one.group(1));
    long last =
        one.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(one.group(2)), size - 1);
    if (first >= size) {
      return new Unsatisfiable();
    }
    // A range that ends before it begins is not a range at all.
    return last < first ? new Whole() : new Part(first, last);
  }
}
