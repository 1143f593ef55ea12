package dev.firmtrail.workspace.archive;

import dev.firmtrail.state.InvalidStateException;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.Shown;
import dev.firmtrail.state.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One reading of an archive from its beginning to its end: gives the members that a state has, and
 * refuses an archive that two readers could understand in two ways ({@code docs/formats/export.md},
 * Reading). For one thread.
 */
final class ArchiveWalk implements AutoCloseable {
  /** Largest state that is read, which is what a client takes from a hub. */
  static final int LARGEST_STATE = 16 << 20;

  /** As far as one looks behind the end for the checksum of the compression. */
  private static final int MOST_PADDING = 1 << 20;

  /** Names that are kept for a message. */
  private static final int NAMED = 5;

  private final ArchiveBytes bytes;
  private final TarReader tar;
  private final List<String> passedOver = new ArrayList<>();
  private final List<String> elsewhere = new ArrayList<>();
  private boolean hasState;

  private ArchiveWalk(ArchiveBytes bytes) {
    this.bytes = bytes;
    this.tar = new TarReader(bytes);
  }

  static ArchiveWalk of(FileChannel file) throws IOException {
    return new ArchiveWalk(ArchiveBytes.of(file));
  }

  /** A member that matters. */
  sealed interface Member {
    /** The state; read it with {@link #state}. */
    record TheState(long size) implements Member {}

    /** An object, by its name; its bytes were not looked at. */
    record AnObject(ObjectId id, long size) implements Member {}
  }

  /**
   * Goes to the next member that matters.
   *
   * @return empty behind the last one
   * @throws RefusedArchiveException the archive is not one, or breaks the rules
   */
  Optional<Member> next() throws IOException {
    for (Optional<TarReader.Member> at = tar.next(); at.isPresent(); at = tar.next()) {
      TarReader.Member found = at.get();
      MemberName name = name(found);
      if (found.kind() == TarReader.Kind.DIRECTORY) {
        continue;
      }
      switch (name) {
        case MemberName.TheState() -> {
          if (hasState) {
            throw new RefusedArchiveException(
                "has two members 'json'; nobody can tell which state is meant");
          }
          hasState = true;
          return Optional.of(new Member.TheState(found.size()));
        }
        case MemberName.AnObject(ObjectId id) -> {
          return Optional.of(new Member.AnObject(id, found.size()));
        }
        case MemberName.Other() -> note(passedOver, found.name());
        case MemberName.OtherElsewhere() -> note(elsewhere, found.name());
      }
    }
    bytes.readNBytes(MOST_PADDING);
    return Optional.empty();
  }

  private static MemberName name(TarReader.Member member) throws RefusedArchiveException {
    MemberName name = MemberName.of(member.name());
    if (member.otherName().isPresent() && !MemberName.of(member.otherName().get()).equals(name)) {
      throw new RefusedArchiveException(
          "has a member with two names, '%s' and '%s'"
              .formatted(Shown.text(member.name()), Shown.text(member.otherName().get())));
    }
    return name;
  }

  private static void note(List<String> names, String name) {
    if (names.size() < NAMED) {
      names.add(Shown.text(name));
    }
  }

  /** Reads the state that the walk has come to, by the strict rules. */
  State state(Member.TheState member) throws IOException {
    if (member.size() > LARGEST_STATE) {
      throw new RefusedArchiveException(
          "has a state of %d bytes; more than %d are refused"
              .formatted(member.size(), LARGEST_STATE));
    }
    try {
      return State.read(content().readAllBytes());
    } catch (InvalidStateException invalid) {
      throw new RefusedArchiveException("has no usable state: " + invalid.getMessage(), invalid);
    }
  }

  /** The content of the member that the walk has come to. */
  InputStream content() {
    return tar.content();
  }

  /** How many bytes of the file were used. */
  long used() {
    return bytes.used();
  }

  /** The first members so far that mean nothing to a state, fit to be shown. */
  List<String> passedOver() {
    return List.copyOf(passedOver);
  }

  /** The same for those in a directory that a {@code .pvr} does not have. */
  List<String> elsewhere() {
    return List.copyOf(elsewhere);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
