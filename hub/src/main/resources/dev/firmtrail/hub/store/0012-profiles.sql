-- What people say of themselves, and what all their devices are to be told. fields, meta: JSON objects (docs/formats/hub.md, Profiles).
CREATE TABLE profiles (
  account  TEXT    NOT NULL PRIMARY KEY REFERENCES accounts (id),
  fields   TEXT    NOT NULL DEFAULT '{}',
  meta     TEXT    NOT NULL DEFAULT '{}',
  modified INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
