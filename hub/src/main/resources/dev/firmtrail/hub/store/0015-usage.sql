-- How much each account has, so that nobody has to count: account is a PRN, '' for devices that wait for an owner; hidden devices and
-- objects count; bytes are those that were uploaded. No facts: they follow from devices and objects, and triggers keep them.
CREATE TABLE usage (
  account TEXT    NOT NULL PRIMARY KEY,
  devices INTEGER NOT NULL DEFAULT 0,
  objects INTEGER NOT NULL DEFAULT 0,
  bytes   INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO usage (account, devices) SELECT owner, count(*) FROM devices GROUP BY owner;
INSERT INTO usage (account, objects, bytes)
SELECT owner, count(*), sum(iif(present, size, 0)) FROM objects WHERE true GROUP BY owner
ON CONFLICT (account) DO UPDATE SET objects = excluded.objects, bytes = excluded.bytes;

CREATE TRIGGER usage_of_new_devices AFTER INSERT ON devices
BEGIN
  INSERT INTO usage (account, devices) VALUES (NEW.owner, 1)
  ON CONFLICT (account) DO UPDATE SET devices = devices + 1;
END;
CREATE TRIGGER usage_of_claimed_devices AFTER UPDATE OF owner ON devices WHEN NEW.owner <> OLD.owner
BEGIN
  UPDATE usage SET devices = devices - 1 WHERE account = OLD.owner;
  INSERT INTO usage (account, devices) VALUES (NEW.owner, 1)
  ON CONFLICT (account) DO UPDATE SET devices = devices + 1;
END;
CREATE TRIGGER usage_of_new_objects AFTER INSERT ON objects
BEGIN
  INSERT INTO usage (account, objects, bytes) VALUES (NEW.owner, 1, iif(NEW.present, NEW.size, 0))
  ON CONFLICT (account) DO UPDATE SET objects = objects + 1, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER usage_of_uploaded_objects AFTER UPDATE OF size, present ON objects
BEGIN
  UPDATE usage SET bytes = bytes + iif(NEW.present, NEW.size, 0) - iif(OLD.present, OLD.size, 0) WHERE account = NEW.owner;
END;
