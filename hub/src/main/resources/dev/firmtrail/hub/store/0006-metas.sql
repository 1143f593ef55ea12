-- What a device's metadata is now: a JSON object, its numbers as they were read. seq: of the event that made it so. No facts: they
-- follow from the device's events (docs/formats/hub.md, Metadata).
CREATE TABLE metas (
  device TEXT    NOT NULL REFERENCES devices (id),
  kind   TEXT    NOT NULL CHECK (kind IN ('user', 'device')),
  value  TEXT    NOT NULL,
  seq    INTEGER NOT NULL,
  PRIMARY KEY (device, kind)
) STRICT, WITHOUT ROWID;
