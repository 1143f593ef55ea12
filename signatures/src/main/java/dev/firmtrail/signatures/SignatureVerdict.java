package dev.firmtrail.signatures;

import java.util.List;

/** What came of one signature of a state. */
public sealed interface SignatureVerdict {
  /**
   * It holds.
   *
   * @param signer who made it
   * @param selection its patterns
   * @param selected the keys of the state that it protects
   * @param excluded those that it names only to leave them out
   */
  record Holds(Signer signer, Selection selection, List<String> selected, List<String> excluded)
      implements SignatureVerdict {
    public Holds {
      selected = List.copyOf(selected);
      excluded = List.copyOf(excluded);
    }
  }

  /**
   * It does not.
   *
   * @param detail a sentence for a person; nothing of the payload is in it
   */
  record Fails(Reason reason, String detail) implements SignatureVerdict {}
}
