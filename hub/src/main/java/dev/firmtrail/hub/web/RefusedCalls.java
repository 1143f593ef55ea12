package dev.firmtrail.hub.web;

/** Is told of each call by somebody known that was refused. */
@FunctionalInterface
public interface RefusedCalls {
  /**
   * One was refused.
   *
   * @param tooMany whether it was refused for that (429), not because this caller may not (403)
   */
  void refused(Route route, Principal caller, ClientAddress from, boolean tooMany);
}
