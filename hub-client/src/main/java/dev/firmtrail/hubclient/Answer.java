package dev.firmtrail.hubclient;

import java.io.IOException;

/** An answer of which one wants to know whether it is a denial before it is read. */
interface Answer {
  int status();

  default boolean isDenial() {
    return status() == Reply.UNAUTHORIZED || status() == Reply.FORBIDDEN;
  }

  /** The answer, read to its end. */
  Reply reply() throws IOException;
}
