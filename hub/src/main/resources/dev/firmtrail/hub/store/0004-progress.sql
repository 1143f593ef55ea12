-- What a step's progress is shown as: canonical JSON (docs/formats/hub.md, Progress); by_owner: whether the owner decided it, not
-- the device. reported is also the time of the owner's decision. No facts: they follow from the step's events.
ALTER TABLE step_standing ADD COLUMN by_owner INTEGER NOT NULL DEFAULT 0 CHECK (by_owner IN (0, 1));
ALTER TABLE step_standing ADD COLUMN progress TEXT NOT NULL DEFAULT '';
UPDATE step_standing SET progress =
  '{"downloads":{"objects":null,"total":{"current_time":0,"start_time":0,"total_downloaded":0,"total_size":0}},"log":"","progress":0,"status":"'
  || status || '","status-msg":""}';
