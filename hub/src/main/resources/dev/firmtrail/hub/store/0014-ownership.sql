-- The certificates by which devices have shown whose they are (docs/formats/hub.md, Ownership): each follows from the device's event
-- seq. certificate, public_key: SHA-256, in hex, of the certificate and of its public key.
CREATE TABLE ownerships (
  certificate TEXT    NOT NULL PRIMARY KEY,
  public_key  TEXT    NOT NULL,
  device      TEXT    NOT NULL REFERENCES devices (id),
  seq         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ownerships_of_key ON ownerships (public_key, device);

CREATE TRIGGER ownerships_never_change BEFORE UPDATE ON ownerships
BEGIN SELECT RAISE(ABORT, 'an ownership is a fact: it cannot be changed'); END;
CREATE TRIGGER ownerships_never_go BEFORE DELETE ON ownerships
BEGIN SELECT RAISE(ABORT, 'an ownership is a fact: it cannot be removed'); END;
-- Also what REPLACE would take away.
CREATE TRIGGER ownerships_of_one_device BEFORE INSERT ON ownerships
WHEN EXISTS (
  SELECT 1 FROM ownerships
  WHERE certificate = NEW.certificate OR (public_key = NEW.public_key AND device <> NEW.device))
BEGIN SELECT RAISE(ABORT, 'an ownership can only be added by a new certificate, and a key is of one device'); END;
