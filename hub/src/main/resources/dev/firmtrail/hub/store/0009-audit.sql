-- Who did what to accounts and devices, in the order in which this hub took it: n counts all of it, seq what concerns one account.
-- account: whose record it is, a PRN; '' where it is nobody's, as of a device without owner or a name that nobody has.
-- bytes: canonical JSON of the record as its account sees it (docs/formats/hub.md, Audit): all but n, which would tell how much
-- others do. The other columns repeat what is in it. created never goes back.
CREATE TABLE audit (
  n       INTEGER NOT NULL PRIMARY KEY,
  account TEXT    NOT NULL,
  seq     INTEGER NOT NULL,
  created INTEGER NOT NULL,
  who     TEXT    NOT NULL,
  action  TEXT    NOT NULL,
  subject TEXT    NOT NULL,
  outcome TEXT    NOT NULL,
  address TEXT    NOT NULL,
  bytes   BLOB    NOT NULL,
  UNIQUE (account, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'an audit record is a fact: it cannot be changed'); END;
CREATE TRIGGER audit_never_goes BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'an audit record is a fact: it cannot be removed'); END;
-- Neither key can be one that is there, so there is nothing that REPLACE could take away.
CREATE TRIGGER audit_only_appended BEFORE INSERT ON audit
WHEN NEW.n IS NOT (SELECT coalesce(max(n), -1) + 1 FROM audit)
  OR NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM audit WHERE account = NEW.account)
BEGIN SELECT RAISE(ABORT, 'an audit record can only be added after the newest one'); END;
CREATE TRIGGER audit_never_goes_back BEFORE INSERT ON audit
WHEN NEW.created < (SELECT created FROM audit ORDER BY n DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'an audit record can only be added after the newest one, also in time'); END;
