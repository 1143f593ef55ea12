package dev.firmtrail.testkit.wire;

/** Decides about one request. Called by many threads at once. */
public interface Responder {
  Answer answer(WireRequest request, WireServer server);
}
