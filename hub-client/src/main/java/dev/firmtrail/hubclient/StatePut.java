package dev.firmtrail.hubclient;

import dev.firmtrail.state.State;
import java.io.IOException;

/** Puts a state in the place of the one that a repository has; hubs that keep trails refuse it. */
final class StatePut {
  private StatePut() {}

  /** The objects of the state must be there. */
  static void send(Session session, Remote remote, State state) throws IOException {
    Call call = Call.put(remote.stateUrl(), state.canonicalBytes()).canBeRepeated();
    String what = "put the state at " + Addresses.shown(remote.source());
    Reply reply = session.call(call, Session.Access.PERSON, what);
    reply.document(what);
  }
}
