package dev.firmtrail.hubclient;

import dev.firmtrail.state.Shown;
import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a person means by the repository that they name: a place on a hub or a device, or a path on
 * this machine ({@code docs/formats/user-files.md}, References).
 */
public sealed interface RepositoryReference {
  /**
   * The parts that are asked for, as typed behind the first {@code #}, to be read by {@link
   * dev.firmtrail.state.Fragment#parse}; empty for all.
   */
  String fragment();

  /** The reference as old workspaces keep it: the fragment's slashes and hashes escaped. */
  String text();

  /** The place for a message: without what may be a secret, and harmless on a terminal. */
  String shown();

  /**
   * A repository that is reached over the network.
   *
   * @param uri absolute, http or https, without a fragment
   */
  record Url(URI uri, String fragment) implements RepositoryReference {
    @Override
    public String text() {
      return withFragment(uri.toString(), fragment);
    }

    @Override
    public String shown() {
      return Addresses.shown(uri);
    }
  }

  /** A directory or a tarball here. Whether it is one is the caller's to find out. */
  record Local(String path, String fragment) implements RepositoryReference {
    @Override
    public String text() {
      return withFragment(path, fragment);
    }

    @Override
    public String shown() {
      return Shown.text(path);
    }
  }

  /** The port and path where devices answer. */
  String DEVICE_PLACE = ":12368/cgi-bin/pvr";

  /**
   * {@link #parse(String, URI, Predicate)} where nothing on this machine can be meant: the target
   * of a post.
   */
  static Url parseUrl(String text, URI repoBase) throws HubException {
    if (parse(text, repoBase, path -> false) instanceof Url url) {
      return url;
    }
    throw Reading.refused(
        text, "a path on this machine cannot be posted to; give a URL or USER/DEVICE");
  }

  /**
   * Reads a reference: a full URL, {@code USER/DEVICE[/REV | /steps/REV]} below the remembered
   * base, a bare IP address of a device, or a local path; each with an optional {@code #fragment}.
   *
   * @param existsHere whether a file or directory of that name exists; such a name wins over
   *     USER/DEVICE
   */
  static RepositoryReference parse(String text, URI repoBase, Predicate<String> existsHere)
      throws HubException {
    int hash = text.indexOf('#');
    String place = hash < 0 ? text : text.substring(0, hash);
    String fragment = hash < 0 ? "" : text.substring(hash + 1);
    if (place.isEmpty()) {
      throw Reading.refused(text, "it names no repository; give a URL or USER/DEVICE");
    }
    Optional<String> device = Reading.deviceAddress(place);
    if (device.isPresent()) {
      return new Url(
          Addresses.parse("the reference", "http://" + device.get() + DEVICE_PLACE), fragment);
    }
    boolean url = place.contains("://");
    if (!url && (Reading.LOCAL.matcher(place).lookingAt() || existsHere.test(place))) {
      return new Local(place, fragment);
    }
    if (Moment.of(place).isPresent()) {
      throw Reading.refused(
          text, "a moment names nothing here: only what it had then can be taken");
    }
    if (url) {
      return new Url(Addresses.parse("the reference", place), fragment);
    }
    return new Url(Addresses.under(repoBase, Reading.nickPath(text, place)), fragment);
  }

  private static String withFragment(String place, String fragment) {
    return fragment.isEmpty()
        ? place
        : place + "#" + fragment.replace("/", "%2F").replace("#", "%23");
  }

  /** The grammar's pieces. */
  final class Reading {
    private static final Pattern LOCAL = Pattern.compile("\\.{0,2}/|\\.{1,2}$|~");
    private static final Pattern IPV4 =
        Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

    /** Looks like one; each character is looked at once, however long the text is. */
    private static final Pattern IPV6 =
        Pattern.compile("[0-9a-fA-F.]*+:[0-9a-fA-F.]*+:[0-9a-fA-F:.]*+");

    private static final Pattern NICK = Pattern.compile("[A-Za-z0-9._~@+-]+");

    /** Nobody's device has this name; it is a path with a mistake in it. */
    private static final Pattern WORKSPACE = Pattern.compile("(^|/)\\.pvr/*$");

    private static final Pattern REVISION = Pattern.compile("\\d{1,18}");

    private Reading() {}

    private static Optional<String> deviceAddress(String place) {
      if (IPV4.matcher(place).matches()) {
        return Optional.of(place);
      }
      String bare =
          place.startsWith("[") && place.endsWith("]")
              ? place.substring(1, place.length() - 1)
              : place;
      return IPV6.matcher(bare).matches() ? Optional.of("[" + bare + "]") : Optional.empty();
    }

    private static String nickPath(String text, String place) throws HubException {
      if (WORKSPACE.matcher(place).find()) {
        throw refused(text, "no such directory is here");
      }
      String[] pieces = place.replaceFirst("/$", "").split("/", -1);
      if (pieces.length == 1) {
        throw refused(text, "the device is missing; write USER/DEVICE, or a full URL");
      }
      boolean revision =
          pieces.length == 2
              || (pieces.length == 3 && REVISION.matcher(pieces[2]).matches())
              || (pieces.length == 4
                  && pieces[2].equals("steps")
                  && REVISION.matcher(pieces[3]).matches());
      if (!revision || !NICK.matcher(pieces[0]).matches() || !NICK.matcher(pieces[1]).matches()) {
        throw refused(
            text,
            "neither a URL nor USER/DEVICE, USER/DEVICE/REV or USER/DEVICE/steps/REV, and no such path is here");
      }
      return String.join("/", pieces);
    }

    private static HubException refused(String text, String why) {
      return new HubException(
          HubException.Kind.INVALID,
          "cannot use the reference '%s': %s".formatted(Shown.text(text), why));
    }
  }
}
