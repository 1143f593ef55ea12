package dev.firmtrail.hub.devicelogs;

import dev.firmtrail.hub.devicelogs.LogQuery.Place;
import dev.firmtrail.hub.store.HubId;
import dev.firmtrail.hub.store.Prn;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.WireTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one call asks for.
 *
 * @param start so many lines are passed over first
 * @param page the most lines of the answer, from 1 to {@link #LONGEST_PAGE}
 */
record LogRequest(LogQuery query, int start, int page) {
  /** As many as published clients ask for. */
  static final int LONGEST_PAGE = 3000;

  /** Passing over lines is work too; who wants to go further has cursors. */
  static final int FURTHEST_START = 100_000;

  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_NUMBER = 999_999_999;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final String BY_TIME = "time-created";

  /**
   * Reads the parameters of a call ({@code docs/formats/hub.md}, Logs).
   *
   * @param parameters the text of a parameter, where there is one
   * @param owner who asks
   * @param devices the device that has a nick among the owner's
   * @throws Refusal one of them is not understood
   */
  static LogRequest of(
      Function<String, Optional<String>> parameters,
      Prn owner,
      Function<String, Optional<HubId>> devices) {
    SequencedMap<String, Set<String>> wanted = new LinkedHashMap<>();
    for (String column : LogQuery.COLUMNS) {
      list(parameters, column).ifPresent(texts -> wanted.put(column, texts));
    }
    LogQuery query =
        new LogQuery(
            owner,
            list(parameters, "dev").map(names -> ids(names, devices)),
            wanted,
            time(parameters, "after")
                .map(time -> new Place(time, Long.MAX_VALUE))
                .orElse(Place.FIRST),
            time(parameters, "before").map(time -> new Place(time, -1)).orElse(Place.LAST),
            isNewestFirst(parameters));
    int page = number(parameters, "page", LARGEST_NUMBER).orElse(USUAL_PAGE);
    if (page == 0) {
      throw Refusal.badRequest("page: from 1");
    }
    return new LogRequest(
        query, number(parameters, "start", FURTHEST_START).orElse(0), Math.min(page, LONGEST_PAGE));
  }

  /** Finds no line, now and later. */
  static LogRequest ofNothing(Prn owner) {
    LogQuery query =
        new LogQuery(
            owner, Optional.of(Set.of()), new LinkedHashMap<>(), Place.FIRST, Place.LAST, false);
    return new LogRequest(query, 0, USUAL_PAGE);
  }

  /** The request for what comes behind an answer to this one. */
  LogRequest goingOn(LogQuery rest) {
    return new LogRequest(rest, 0, page);
  }

  /** The texts between commas; empty when the parameter is missing or has none. */
  private static Optional<Set<String>> list(
      Function<String, Optional<String>> parameters, String name) {
    Set<String> texts = new LinkedHashSet<>();
    parameters.apply(name).stream()
        .flatMap(list -> Stream.of(list.split(",", -1)))
        .filter(text -> !text.isEmpty())
        .forEach(texts::add);
    return Optional.of(texts).filter(some -> !some.isEmpty());
  }

  /** Devices that are not known are left out; where none is left, nothing is found. */
  private static Set<HubId> ids(Set<String> names, Function<String, Optional<HubId>> devices) {
    if (names.size() > LogQuery.MOST_DEVICES) {
      throw Refusal.badRequest("dev: at most " + LogQuery.MOST_DEVICES + " devices");
    }
    return Set.copyOf(
        names.stream()
            .flatMap(name ->
                Prn.deviceId(name)
                    .or(() -> HubId.parse(name))
                    .or(() -> devices.apply(name))
                    .stream())
            .toList());
  }

  private static Optional<Long> time(Function<String, Optional<String>> parameters, String name) {
    return parameters
        .apply(name)
        .filter(text -> !text.isEmpty())
        .map(text -> Times.toMicros(WireTime.read(text, name)));
  }

  private static Optional<Integer> number(
      Function<String, Optional<String>> parameters, String name, int most) {
    return parameters
        .apply(name)
        .filter(text -> !text.isEmpty())
        .map(text -> {
          if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > most) {
            throw Refusal.badRequest(name + ": a whole number of at most " + most);
          }
          return Integer.parseInt(text);
        });
  }

  /** Lines have one order: a query that would sort all of them first would have no bound. */
  private static boolean isNewestFirst(Function<String, Optional<String>> parameters) {
    List<String> keys = List.copyOf(list(parameters, "sort").orElse(Set.of(BY_TIME)));
    return switch (keys.getFirst()) {
      case BY_TIME -> false;
      case "-" + BY_TIME -> true;
      default -> throw Refusal.badRequest("sort: time-created or -time-created comes first");
    };
  }
}
