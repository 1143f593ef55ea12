package dev.firmtrail.hub.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One thing that a token may be used for ({@code docs/formats/hub.md}, Scopes). */
public enum Scope {
  ALL("all"),
  DEVICES("devices"),
  DEVICES_READ("devices.readonly"),
  DEVICES_WRITE("devices.write"),
  DEVICES_CHANGE("devices.change"),
  TRAILS("trails"),
  TRAILS_READ("trails.readonly"),
  TRAILS_WRITE("trails.write"),
  TRAILS_CHANGE("trails.change"),
  OBJECTS("objects"),
  OBJECTS_READ("objects.readonly"),
  OBJECTS_WRITE("objects.write"),
  OBJECTS_CHANGE("objects.change"),
  METRICS("metrics"),
  METRICS_READ("metrics.readonly"),
  METRICS_WRITE("metrics.write"),
  METRICS_CHANGE("metrics.change"),
  PROFILE("profile"),
  PROFILE_READ("profile.readonly"),
  USER_READ("user.readonly"),
  USER_WRITE("user.write");

  private static final String SERVICE = "prn:pantahub.com:apis:/base/";

  private final String id;

  Scope(String id) {
    this.id = id;
  }

  /** The name as it stands in a token. */
  public String prn() {
    return SERVICE + id;
  }

  /** The name without what stands before it in a token. */
  public String id() {
    return id;
  }

  public boolean readOnly() {
    return id.endsWith(".readonly");
  }

  /** Reads a scope in its short or its full form; empty when there is none of that name. */
  public static Optional<Scope> parse(String text) {
    String bare = text.startsWith(SERVICE) ? text.substring(SERVICE.length()) : text;
    return Arrays.stream(values()).filter(scope -> scope.id.equals(bare)).findFirst();
  }

  /** What two lists of scopes both allow. */
  public static List<Scope> common(List<Scope> some, List<Scope> others) {
    return Stream.concat(
            some.stream().filter(scope -> others.stream().anyMatch(other -> other.covers(scope))),
            others.stream().filter(scope -> some.stream().anyMatch(other -> other.covers(scope))))
        .distinct()
        .toList();
  }

  private boolean covers(Scope other) {
    return this == ALL || this == other || other.id.startsWith(id + ".");
  }

  /** What a route asks for: any one of these. */
  public enum Need {
    NOTHING,
    EVERYTHING,
    READ_DEVICES,
    WRITE_DEVICES,
    READ_TRAILS,
    WRITE_TRAILS,
    READ_OBJECTS,
    WRITE_OBJECTS,
    READ_ACCOUNT,
    READ_PROFILE,
    WRITE_PROFILE;

    public List<Scope> accepted() {
      return switch (this) {
        case NOTHING -> List.of();
        case EVERYTHING -> List.of(ALL);
        case READ_DEVICES -> List.of(ALL, DEVICES, DEVICES_READ);
        case WRITE_DEVICES -> List.of(ALL, DEVICES, DEVICES_WRITE);
        case READ_TRAILS -> List.of(ALL, TRAILS, TRAILS_READ);
        case WRITE_TRAILS -> List.of(ALL, TRAILS, TRAILS_WRITE);
        case READ_OBJECTS -> List.of(ALL, DEVICES, OBJECTS, OBJECTS_READ);
        case WRITE_OBJECTS -> List.of(ALL, DEVICES, OBJECTS, OBJECTS_WRITE);
        case READ_ACCOUNT -> List.of(ALL, USER_READ);
        case READ_PROFILE -> List.of(ALL, PROFILE, PROFILE_READ);
        case WRITE_PROFILE -> List.of(ALL, PROFILE, USER_WRITE);
      };
    }

    boolean isMetBy(List<Scope> held) {
      return this == NOTHING || held.stream().anyMatch(accepted()::contains);
    }
  }
}
