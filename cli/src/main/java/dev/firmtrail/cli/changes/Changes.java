package dev.firmtrail.cli.changes;

import dev.firmtrail.cli.frame.Console;
import dev.firmtrail.cli.frame.OutputFailure;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.PartDiff;
import dev.firmtrail.state.StateDiff;
import java.util.OptionalLong;

/**
 * How one state differs from another.
 *
 * @param sizes of objects, where they are known
 */
public record Changes(Side from, Side to, StateDiff files, PartDiff parts, Sizes sizes) {

  /** What is known of the sizes of objects, in bytes. */
  @FunctionalInterface
  public interface Sizes {
    OptionalLong of(ObjectId id);
  }

  public static Changes between(Side from, Side to, Sizes sizes) {
    return new Changes(
        from,
        to,
        StateDiff.between(from.state(), to.state()),
        PartDiff.between(from.state(), to.state()),
        sizes);
  }

  /** Prints them as the console's settings want; equal states print nothing but a notice. */
  public void print(Console console) throws OutputFailure {
    if (console.wantsJson()) {
      console.json(ChangesJson.of(this));
    } else if (files.isEmpty()) {
      console.notice(from.label() + " and " + to.label() + " are the same state");
    } else {
      console.data(
          "--- %s (%s)\n+++ %s (%s)\n"
              .formatted(
                  from.label(),
                  from.state().id().shortHex(),
                  to.label(),
                  to.state().id().shortHex()));
      printBody(console);
    }
  }

  /** {@link #print} for people, without naming the two. */
  public void printBody(Console console) throws OutputFailure {
    new ChangesText(this, console).print();
  }
}
