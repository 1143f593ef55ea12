-- What happened, numbered from 0 for its subject (a PRN) in the order in which this hub took it. bytes: canonical JSON of the whole
-- event (docs/formats/hub.md, Events); the other columns repeat what is in it. created never goes back within a subject.
-- WITHOUT ROWID, so that the key below is the only one by which REPLACE could take a row away.
CREATE TABLE events (
  subject TEXT    NOT NULL,
  seq     INTEGER NOT NULL,
  kind    TEXT    NOT NULL,
  rev     INTEGER,
  who     TEXT    NOT NULL,
  created INTEGER NOT NULL,
  bytes   BLOB    NOT NULL,
  PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_of_step ON events (subject, rev, seq) WHERE rev IS NOT NULL;

CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'an event is a fact: it cannot be changed'); END;
CREATE TRIGGER events_never_go BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'an event is a fact: it cannot be removed'); END;
CREATE TRIGGER events_only_appended BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM events WHERE subject = NEW.subject)
BEGIN SELECT RAISE(ABORT, 'an event can only be added after the newest one'); END;
CREATE TRIGGER events_never_go_back BEFORE INSERT ON events
WHEN NEW.created < (SELECT created FROM events WHERE subject = NEW.subject ORDER BY seq DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'an event can only be added after the newest one, also in time'); END;

-- How far a device is with each step. No fact: it follows from steps and events, and can be made again from them.
-- pending: whether the device is still to be told of it; decided_by: seq of the event whose report is shown; reported: when the
-- device reported last.
CREATE TABLE step_standing (
  trail      TEXT    NOT NULL,
  rev        INTEGER NOT NULL,
  status     TEXT    NOT NULL,
  pending    INTEGER NOT NULL CHECK (pending IN (0, 1)),
  decided_by INTEGER,
  reported   INTEGER,
  PRIMARY KEY (trail, rev),
  FOREIGN KEY (trail, rev) REFERENCES steps (trail, rev)
) STRICT, WITHOUT ROWID;
CREATE INDEX steps_pending ON step_standing (trail, rev) WHERE pending = 1;
INSERT INTO step_standing (trail, rev, status, pending)
SELECT trail, rev, first_status, first_status = 'NEW' FROM steps;

CREATE TRIGGER devices_claimed_once BEFORE UPDATE OF owner ON devices
WHEN OLD.owner <> '' AND NEW.owner <> OLD.owner
BEGIN SELECT RAISE(ABORT, 'a device keeps its owner'); END;
CREATE TRIGGER devices_never_go BEFORE DELETE ON devices
BEGIN SELECT RAISE(ABORT, 'a device cannot be removed'); END;
-- REPLACE removes rows without asking the DELETE trigger.
CREATE TRIGGER devices_never_replaced BEFORE INSERT ON devices
WHEN EXISTS (
  SELECT 1 FROM devices
  WHERE id = NEW.id OR rowid = NEW.rowid OR (owner = NEW.owner AND nick = NEW.nick))
BEGIN SELECT RAISE(ABORT, 'a device cannot be replaced'); END;
CREATE TRIGGER devices_never_pushed_out BEFORE UPDATE ON devices
WHEN NEW.id <> OLD.id OR NEW.rowid <> OLD.rowid
  OR EXISTS (SELECT 1 FROM devices WHERE id <> OLD.id AND owner = NEW.owner AND nick = NEW.nick)
BEGIN SELECT RAISE(ABORT, 'a device cannot be replaced'); END;
