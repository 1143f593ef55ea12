package dev.firmtrail.cli.remote;

import dev.firmtrail.state.Shown;
import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in the words of the published program. */
final class TimeAgo {
  private static final long HOUR = 60;
  private static final long DAY = 24 * HOUR;
  private static final long MONTH = 30 * DAY;
  private static final long YEAR = 365 * DAY;

  private TimeAgo() {}

  static String text(Instant moment, Instant now) {
    Duration distance = Duration.between(moment, now);
    return words(distance.abs()) + (moment.isBefore(now) ? " ago" : " from now");
  }

  private static String words(Duration distance) {
    long seconds = distance.plusMillis(500).toSeconds();
    long minutes = rounded(seconds, 60);
    if (seconds < 30) {
      return "less than a minute";
    }
    if (seconds < 90) {
      return "1 minute";
    }
    if (minutes < 45) {
      return minutes + " minutes";
    }
    if (minutes < DAY) {
      return "about " + Shown.count(rounded(minutes, HOUR), "hour");
    }
    return minutes < YEAR ? days(minutes) : years(minutes);
  }

  private static String days(long minutes) {
    long days = rounded(rounded(minutes, HOUR), 24);
    if (minutes < 42 * HOUR) {
      return "1 day";
    }
    if (minutes < MONTH) {
      return Shown.count(days, "day");
    }
    if (minutes < 45 * DAY) {
      return "about 1 month";
    }
    return minutes < 60 * DAY ? "about 2 months" : Shown.count(rounded(days, 30), "month");
  }

  private static String years(long minutes) {
    long years = minutes / YEAR;
    long rest = minutes % YEAR;
    if (rest < 3 * MONTH) {
      return "about " + Shown.count(years, "year");
    }
    return rest < 9 * MONTH
        ? "over " + Shown.count(years, "year")
        : "almost " + Shown.count(years + 1, "year");
  }

  private static long rounded(long count, long unit) {
    return count / unit + (count % unit >= unit / 2 ? 1 : 0);
  }
}
