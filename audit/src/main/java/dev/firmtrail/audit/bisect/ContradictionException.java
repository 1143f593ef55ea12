package dev.firmtrail.audit.bisect;

/** A candidate is said to be good, and one before it bad, of a test that never errs. */
public final class ContradictionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int good;
  private final int bad;

  ContradictionException(int good, int bad) {
    super("candidate " + good + " is good, and " + bad + " bad");
    this.good = good;
    this.bad = bad;
  }

  public int good() {
    return good;
  }

  /** Not behind {@link #good()}. */
  public int bad() {
    return bad;
  }
}
