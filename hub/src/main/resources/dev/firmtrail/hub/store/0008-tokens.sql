-- What lets devices register as their owner's, without a claim. hash: SHA-256 of the token in hex; the token itself is kept nowhere.
-- owner: an account's PRN; meta: what such a device's user-meta begins with, a JSON object.
CREATE TABLE join_tokens (
  id       TEXT    NOT NULL PRIMARY KEY,
  owner    TEXT    NOT NULL,
  nick     TEXT    NOT NULL,
  hash     TEXT    NOT NULL UNIQUE,
  meta     TEXT    NOT NULL,
  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  created  INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;
CREATE INDEX join_tokens_of_owner ON join_tokens (owner, disabled, created);
CREATE UNIQUE INDEX join_tokens_named ON join_tokens (owner, nick) WHERE disabled = 0;

-- What lets a program log in as an account, for some scopes (words with blanks between) and until expires.
-- hash: of the secret's random part, as accounts keep it.
CREATE TABLE personal_tokens (
  id      TEXT    NOT NULL PRIMARY KEY,
  account TEXT    NOT NULL REFERENCES accounts (id),
  name    TEXT    NOT NULL,
  hash    TEXT    NOT NULL,
  scopes  TEXT    NOT NULL,
  expires INTEGER NOT NULL,
  created INTEGER NOT NULL,
  UNIQUE (account, name)
) STRICT;
