-- Who asked for time or help with a monthly report: the cell is left in peace for some days.
CREATE TABLE appeal (
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  period TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('postpone', 'help')),
  person_id INTEGER NOT NULL REFERENCES person (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (period, unit_id, kind, person_id)
) STRICT, WITHOUT ROWID;
