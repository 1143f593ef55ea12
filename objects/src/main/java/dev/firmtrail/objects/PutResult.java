package dev.firmtrail.objects;

/** What a put did. */
public enum PutResult {
  INSERTED,
  /** A file of the same size stood under the id; its bytes were not read again. */
  ALREADY_THERE
}
