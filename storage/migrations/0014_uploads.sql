-- Workbooks on their way in, what came in by one, and figures of whole years.
CREATE TABLE upload (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER REFERENCES person (id),
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  reference TEXT NOT NULL,
  channel TEXT NOT NULL,
  bot_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('received', 'asking', 'read', 'checked', 'confirmed', 'written', 'refused', 'dropped')),
  subject TEXT,
  headings TEXT NOT NULL DEFAULT '[]',
  mapping TEXT NOT NULL DEFAULT '[]',
  found TEXT NOT NULL DEFAULT '{}',
  trouble TEXT,
  stamp TEXT NOT NULL DEFAULT '',
  round INTEGER NOT NULL DEFAULT 0,
  operation_id INTEGER REFERENCES operation (id)
) STRICT;
CREATE INDEX upload_waiting ON upload (id) WHERE state IN ('received', 'read', 'confirmed');
CREATE TABLE import_row (
  upload_id INTEGER NOT NULL REFERENCES upload (id),
  number INTEGER NOT NULL,
  cells TEXT NOT NULL,
  formulas TEXT NOT NULL DEFAULT '[]',
  verdict TEXT CHECK (verdict IN ('add', 'change', 'same', 'refuse')),
  why TEXT NOT NULL DEFAULT '',
  fields TEXT NOT NULL DEFAULT '{}',
  record_id INTEGER,
  PRIMARY KEY (upload_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE import_layout (
  layout TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  mapping TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE figure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  indicator TEXT NOT NULL CHECK (indicator IN ('admitted', 'introduced')),
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  year INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 0),
  source TEXT NOT NULL,
  is_import INTEGER NOT NULL DEFAULT 1,
  UNIQUE (indicator, unit_id, year)
) STRICT;
ALTER TABLE meeting ADD COLUMN is_import INTEGER NOT NULL DEFAULT 0;
ALTER TABLE candidate ADD COLUMN is_import INTEGER NOT NULL DEFAULT 0;
ALTER TABLE candidate_event ADD COLUMN is_import INTEGER NOT NULL DEFAULT 0;
ALTER TABLE target ADD COLUMN is_import INTEGER NOT NULL DEFAULT 0;
