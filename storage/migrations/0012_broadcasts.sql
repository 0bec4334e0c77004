-- A message of the office to many. Its text stands in the outbox only, and is emptied there like every other. `left_out`: who could not be
-- written to when it was sent; `told_at`: the author has had the result.
CREATE TABLE broadcast (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  unit_ids TEXT NOT NULL,
  roles TEXT NOT NULL,
  at INTEGER NOT NULL,
  total INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  ended TEXT CHECK (ended IN ('stopped', 'withdrawn')),
  ended_at INTEGER,
  told_at INTEGER
) STRICT;
CREATE INDEX broadcast_untold ON broadcast (id) WHERE told_at IS NULL;
-- By whose word the office or a collaborator entered something for a cell.
CREATE TABLE on_behalf (
  operation_id INTEGER PRIMARY KEY REFERENCES operation (id),
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  by_word TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('phone', 'paper', 'in_person', 'message'))
) STRICT;
CREATE INDEX audit_by_person ON audit (person_id, id);
CREATE INDEX audit_by_time ON audit (at);
