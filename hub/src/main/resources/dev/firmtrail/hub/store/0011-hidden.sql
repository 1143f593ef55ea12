-- Out of the lists, and of a device that it can do nothing any more. The row stays with all that refers to it.
ALTER TABLE devices ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));
ALTER TABLE objects ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));

CREATE TRIGGER devices_stay_hidden BEFORE UPDATE OF hidden ON devices
WHEN OLD.hidden = 1 AND NEW.hidden <> 1
BEGIN SELECT RAISE(ABORT, 'a device cannot be shown once it is hidden'); END;
CREATE TRIGGER objects_never_go BEFORE DELETE ON objects
BEGIN SELECT RAISE(ABORT, 'an object cannot be removed'); END;
-- REPLACE removes rows without asking the DELETE trigger.
CREATE TRIGGER objects_never_moved BEFORE UPDATE OF owner, id ON objects
WHEN NEW.owner <> OLD.owner OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'an object cannot be replaced'); END;
