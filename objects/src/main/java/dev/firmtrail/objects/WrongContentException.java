package dev.firmtrail.objects;

import java.io.IOException;

/**
 * Bytes that came are not the bytes that were promised: another hash or another length. Nothing was
 * stored.
 */
public final class WrongContentException extends IOException {
  private static final long serialVersionUID = 1L;

  public WrongContentException(String message) {
    super(message);
  }
}
