CREATE TABLE accounts (
  id       TEXT    NOT NULL PRIMARY KEY,
  nick     TEXT    NOT NULL UNIQUE COLLATE NOCASE,
  email    TEXT    NOT NULL UNIQUE COLLATE NOCASE,
  password TEXT    NOT NULL,
  created  INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;

-- owner is the account's PRN, or empty while nobody has claimed the device.
CREATE TABLE devices (
  id        TEXT    NOT NULL PRIMARY KEY,
  owner     TEXT    NOT NULL,
  nick      TEXT    NOT NULL,
  secret    TEXT    NOT NULL,
  challenge TEXT    NOT NULL,
  public    INTEGER NOT NULL CHECK (public IN (0, 1)),
  created   INTEGER NOT NULL,
  modified  INTEGER NOT NULL,
  UNIQUE (owner, nick)
) STRICT;

-- What an owner has announced; present once that owner has uploaded the bytes.
CREATE TABLE objects (
  owner    TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  size     INTEGER NOT NULL CHECK (size >= 0),
  mime     TEXT    NOT NULL,
  present  INTEGER NOT NULL CHECK (present IN (0, 1)),
  created  INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  PRIMARY KEY (owner, id)
) STRICT, WITHOUT ROWID;

-- The canonical bytes of each state, once, under their SHA-256.
CREATE TABLE states (
  id    TEXT NOT NULL PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE trails (
  id      TEXT    NOT NULL PRIMARY KEY REFERENCES devices (id),
  owner   TEXT    NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- WITHOUT ROWID, so that the key below is the only one by which REPLACE could take a row away.
CREATE TABLE steps (
  trail        TEXT    NOT NULL REFERENCES trails (id),
  rev          INTEGER NOT NULL,
  state        TEXT    NOT NULL REFERENCES states (id),
  commit_msg   TEXT    NOT NULL,
  committer    TEXT    NOT NULL,
  meta         TEXT    NOT NULL,
  first_status TEXT    NOT NULL,
  created      INTEGER NOT NULL,
  PRIMARY KEY (trail, rev)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER trails_never_change BEFORE UPDATE ON trails
BEGIN SELECT RAISE(ABORT, 'a trail is a fact: it cannot be changed'); END;
CREATE TRIGGER trails_never_go BEFORE DELETE ON trails
BEGIN SELECT RAISE(ABORT, 'a trail is a fact: it cannot be removed'); END;
-- INSERT OR REPLACE removes rows without asking the DELETE trigger, so an insert over an existing key is refused first.
CREATE TRIGGER trails_never_replaced BEFORE INSERT ON trails
WHEN EXISTS (SELECT 1 FROM trails WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a trail is a fact: it cannot be replaced'); END;

CREATE TRIGGER states_never_change BEFORE UPDATE ON states
BEGIN SELECT RAISE(ABORT, 'a state is a fact: it cannot be changed'); END;
CREATE TRIGGER states_never_go BEFORE DELETE ON states
BEGIN SELECT RAISE(ABORT, 'a state is a fact: it cannot be removed'); END;
CREATE TRIGGER states_never_replaced BEFORE INSERT ON states
WHEN EXISTS (SELECT 1 FROM states WHERE id = NEW.id OR rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'a state is a fact: it cannot be replaced'); END;

CREATE TRIGGER steps_never_change BEFORE UPDATE ON steps
BEGIN SELECT RAISE(ABORT, 'a step is a fact: it cannot be changed'); END;
CREATE TRIGGER steps_never_go BEFORE DELETE ON steps
BEGIN SELECT RAISE(ABORT, 'a step is a fact: it cannot be removed'); END;
CREATE TRIGGER steps_only_appended BEFORE INSERT ON steps
WHEN NEW.rev IS NOT (SELECT coalesce(max(rev), -1) + 1 FROM steps WHERE trail = NEW.trail)
BEGIN SELECT RAISE(ABORT, 'a step can only be added after the newest one'); END;
