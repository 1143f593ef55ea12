package dev.firmtrail.hub.web;

/** Is told of every caller whose token was good, whatever became of the call. */
@FunctionalInterface
public interface Visitors {
  /**
   * Returns at once: every call waits for it.
   *
   * @param from a proxy's own address, where one that is not trusted stands before the hub
   */
  void came(Principal caller, ClientAddress from);
}
