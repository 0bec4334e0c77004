-- The weekly digest. What the clock sets off waits below what people write.
ALTER TABLE inbox ADD COLUMN is_planned INTEGER NOT NULL DEFAULT 0;
DROP INDEX inbox_waiting;
CREATE INDEX inbox_waiting ON inbox (is_planned, id) WHERE state = 'waiting';

-- One digest a person and week: the row is written by the turn that composes it, and a second one is refused.
CREATE TABLE digest (
  person_id INTEGER NOT NULL REFERENCES person (id),
  week TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'paused', 'nothing', 'not_live', 'unreachable')),
  at INTEGER NOT NULL,
  PRIMARY KEY (week, person_id)
) STRICT, WITHOUT ROWID;

-- How a person wants it; nobody has a row before they choose.
CREATE TABLE subscription (
  person_id INTEGER PRIMARY KEY REFERENCES person (id),
  paused_until TEXT,
  skips_empty INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What changed in a week is found by when it was recorded.
CREATE INDEX candidate_event_recorded ON candidate_event (recorded_at, step, unit_id) WHERE is_live = 1;
CREATE INDEX meeting_by_first_sent ON meeting (first_sent_at, unit_id) WHERE state = 'live';
CREATE INDEX inbox_dead ON inbox (done_at) WHERE state = 'dead';

-- Who waits for an answer is few among all who were ever introduced, and every digest of a cell asks.
CREATE INDEX candidate_waiting ON candidate (intake, unit_id, introduced_unit_id) WHERE is_undone = 0 AND intake IN ('waiting', 'not_now');

-- The choices of what the clock sent last: no names among them, so that their letters outlive what is forgotten after some days.
ALTER TABLE conversation ADD COLUMN standing TEXT NOT NULL DEFAULT '';
