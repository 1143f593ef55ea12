-- When each device was seen last, and from which address. No fact: written now and then, and a hub that is killed forgets the last
-- seconds of it.
CREATE TABLE sightings (
  device  TEXT    NOT NULL PRIMARY KEY,
  seen    INTEGER NOT NULL,
  address TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
