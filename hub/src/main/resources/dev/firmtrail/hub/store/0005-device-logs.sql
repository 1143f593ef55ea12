-- What devices logged, in the order in which this hub took it, numbered from 0 for its device.
-- bytes: canonical JSON of the whole line as it was taken, {"created","device","lvl","msg","owner","plat","rev","seq","src","tnano","tsec"};
-- the other columns repeat what is in it, for searching. owner is the device's, which never changes once it has one.
-- created is the same for all lines of one post, and later than that of every earlier post to the same owner:
-- so (created, seq) orders an owner's lines as they came, and whoever has read up to one of them finds all that come later behind it.
CREATE TABLE log_lines (
  device  TEXT    NOT NULL REFERENCES devices (id),
  seq     INTEGER NOT NULL,
  owner   TEXT    NOT NULL,
  created INTEGER NOT NULL,
  rev     TEXT    NOT NULL,
  plat    TEXT    NOT NULL,
  src     TEXT    NOT NULL,
  lvl     TEXT    NOT NULL,
  bytes   BLOB    NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX log_lines_of_owner ON log_lines (owner, created, seq);
CREATE INDEX log_lines_of_device ON log_lines (device, created, seq);

CREATE TRIGGER log_lines_never_change BEFORE UPDATE ON log_lines
BEGIN SELECT RAISE(ABORT, 'a log line is a fact: it cannot be changed'); END;
CREATE TRIGGER log_lines_never_go BEFORE DELETE ON log_lines
BEGIN SELECT RAISE(ABORT, 'a log line is a fact: it cannot be removed'); END;
CREATE TRIGGER log_lines_only_appended BEFORE INSERT ON log_lines
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM log_lines WHERE device = NEW.device)
BEGIN SELECT RAISE(ABORT, 'a log line can only be added after the newest one'); END;
