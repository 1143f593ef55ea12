-- What an event says of what its device runs (docs/formats/hub.md, What ran when), read out of its bytes. runs: the step that it runs then;
-- leaves: why it may be another from then on.
ALTER TABLE events ADD COLUMN runs INTEGER GENERATED ALWAYS AS (
  CASE kind
    WHEN 'begun' THEN rev
    WHEN 'progress' THEN
      CASE WHEN CAST(bytes AS TEXT) ->> '$.body.report.status' IN ('TESTING', 'DONE', 'UPDATED') THEN rev END
    WHEN 'device-meta' THEN
      -- A text that is a number as steps have them: no sign, no zeros in front, no more than an INTEGER holds.
      CASE WHEN CAST(bytes AS TEXT) -> '$.body.set."pantavisor.revision"'
          = '"' || CAST(CAST(CAST(bytes AS TEXT) ->> '$.body.set."pantavisor.revision"' AS INTEGER) AS TEXT) || '"'
        AND CAST(bytes AS TEXT) ->> '$.body.set."pantavisor.revision"' NOT GLOB '-*'
      THEN CAST(CAST(bytes AS TEXT) ->> '$.body.set."pantavisor.revision"' AS INTEGER) END
  END) VIRTUAL;
ALTER TABLE events ADD COLUMN leaves TEXT GENERATED ALWAYS AS (
  CASE kind
    WHEN 'progress' THEN
      CASE WHEN CAST(bytes AS TEXT) ->> '$.body.report.status' IN ('INPROGRESS', 'ERROR')
      THEN CAST(bytes AS TEXT) ->> '$.body.report.status' END
    WHEN 'device-meta' THEN
      CASE WHEN runs IS NULL AND CAST(bytes AS TEXT) -> '$.body.set."pantavisor.revision"' IS NOT NULL THEN 'elsewhere' END
  END) VIRTUAL;
CREATE INDEX events_runs ON events (subject, created, seq) WHERE runs IS NOT NULL;
CREATE INDEX events_leaves ON events (subject, created, seq, leaves, rev) WHERE leaves IS NOT NULL;
