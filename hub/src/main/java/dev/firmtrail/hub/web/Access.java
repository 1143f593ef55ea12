package dev.firmtrail.hub.web;

/** Whom a route lets in before its own rules look. */
public enum Access {
  /** Anybody; a token is not looked at. */
  OPEN,
  /** Anybody; a token that is sent must be good. */
  OPTIONAL_TOKEN,
  /** Whoever holds a good token, the anonymous one included. */
  ANY_TOKEN,
  /** A person who is known. */
  ACCOUNT,
  /** {@link #ACCOUNT}, logged in with its password and not with a token made for a program. */
  PASSWORD,
  /** A device. */
  DEVICE,
  /** A program of the operator's, with an {@link OperatorToken}. */
  OPERATOR
}
