package dev.firmtrail.signatures;

/** Nothing was signed. The message says why, and holds no secret. */
public final class SigningException extends Exception {
  private static final long serialVersionUID = 1L;

  SigningException(String problem) {
    super(problem);
  }

  SigningException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
