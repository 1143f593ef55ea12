-- What the signatures of a device's states are held against: each change of mind is an event, numbered from 0 for its subject.
-- subject is the PRN of a device or of an account; policy the canonical bytes of what was set (docs/formats/hub.md).
-- WITHOUT ROWID, so that the key below is the only one by which REPLACE could take a row away.
CREATE TABLE signature_policies (
  subject TEXT    NOT NULL,
  seq     INTEGER NOT NULL,
  policy  BLOB    NOT NULL,
  who     TEXT    NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER signature_policies_never_change BEFORE UPDATE ON signature_policies
BEGIN SELECT RAISE(ABORT, 'a signature policy is a fact: it cannot be changed'); END;
CREATE TRIGGER signature_policies_never_go BEFORE DELETE ON signature_policies
BEGIN SELECT RAISE(ABORT, 'a signature policy is a fact: it cannot be removed'); END;
CREATE TRIGGER signature_policies_only_appended BEFORE INSERT ON signature_policies
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM signature_policies WHERE subject = NEW.subject)
BEGIN SELECT RAISE(ABORT, 'a signature policy can only be added after the newest one'); END;
