-- An account that the operator has shut out: nobody logs in as it. What it owns stays.
ALTER TABLE accounts ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1));
