package dev.firmtrail.fuzz;

import dev.firmtrail.audit.gate.GateFileTarget;
import dev.firmtrail.cli.remote.WordsTarget;
import dev.firmtrail.hub.HttpTarget;
import dev.firmtrail.hub.accounts.PersonalSecretTarget;
import dev.firmtrail.hub.devicelogs.LogBodyTarget;
import dev.firmtrail.hub.devicelogs.LogQueryTarget;
import dev.firmtrail.hub.devices.MetaBodyTarget;
import dev.firmtrail.hub.objects.BlobUrlTarget;
import dev.firmtrail.hub.web.FormTarget;
import dev.firmtrail.hub.web.ForwardedTarget;
import dev.firmtrail.hub.web.MendedTarget;
import dev.firmtrail.hub.web.RangeTarget;
import dev.firmtrail.hub.web.TokenTarget;
import dev.firmtrail.hubclient.AnswerTarget;
import dev.firmtrail.hubclient.HeadersTarget;
import dev.firmtrail.hubclient.LoginsTarget;
import dev.firmtrail.hubclient.ReferenceTarget;
import dev.firmtrail.pins.PinsTarget;
import dev.firmtrail.signatures.PemTarget;
import dev.firmtrail.signatures.SignatureTarget;
import dev.firmtrail.workspace.CacheTarget;
import dev.firmtrail.workspace.IgnoreTarget;
import dev.firmtrail.workspace.SettingsTarget;
import dev.firmtrail.workspace.archive.ArchiveTarget;
import dev.firmtrail.workspace.archive.PaxTarget;
import java.util.Arrays;
import java.util.Locale;

/** All that is fuzzed: each has a target, a dictionary, and a directory in {@code fuzz/corpus}. */
enum Subject {
  JSON(JsonTarget::new, "json"),
  DEVICETEXT(DeviceTextTarget::new, "json"),
  STATE(StateTarget::new, "state"),
  PATCH(PatchTarget::new, "json"),
  PATH(PathTarget::new, "path"),
  GLOB(GlobTarget::new, "path"),
  DEVICEGLOB(DeviceGlobTarget::new, "path"),
  IGNORE(IgnoreTarget::new, "path"),
  GATE(GateFileTarget::new, "path"),
  PINS(PinsTarget::new, "path"),
  PART(PartTarget::new, "path"),
  SIGNATURE(SignatureTarget::new, "signature"),
  PEM(PemTarget::new, "signature"),
  ARCHIVE(ArchiveTarget::new, "archive"),
  PAX(PaxTarget::new, "archive"),
  BUNDLE(BundleTarget::new, "archive"),
  CACHE(CacheTarget::new, "archive"),
  SETTINGS(SettingsTarget::new, "wire"),
  ANSWER(AnswerTarget::new, "wire"),
  HEADERS(HeadersTarget::new, "wire"),
  REFERENCE(ReferenceTarget::new, "wire"),
  LOGINS(LoginsTarget::new, "wire"),
  WORDS(WordsTarget::new, "wire"),
  BODY(BodyTarget::new, "wire"),
  MENDED(MendedTarget::new, "json"),
  LOGBODY(LogBodyTarget::new, "wire"),
  METABODY(MetaBodyTarget::new, "json"),
  LOGQUERY(LogQueryTarget::new, "wire"),
  BLOBURL(BlobUrlTarget::new, "wire"),
  TOKEN(TokenTarget::new, "wire"),
  PERSONALSECRET(PersonalSecretTarget::new, "wire"),
  RANGE(RangeTarget::new, "wire"),
  FORM(FormTarget::new, "wire"),
  FORWARDED(ForwardedTarget::new, "wire"),
  HTTP(HttpTarget::new, "http");

  // The references to constructors above hold nothing that could change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Making making;

  private final String dictionary;

  Subject(Making making, String dictionary) {
    this.making = making;
    this.dictionary = dictionary;
  }

  @FunctionalInterface
  private interface Making {
    Target make() throws Exception;
  }

  static Subject named(String name) {
    return Arrays.stream(values())
        .filter(subject -> subject.title().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no fuzz target has the name " + name));
  }

  /** As it is typed, and as its directory of inputs is called. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of a file in {@code fuzz/dictionaries}. */
  String dictionary() {
    return dictionary + ".dict";
  }

  /** A target that has seen nothing yet. */
  Target make() throws Exception {
    return making.make();
  }
}
