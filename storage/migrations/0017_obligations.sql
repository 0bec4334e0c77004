-- Which reports besides the monthly one the office asks of a unit and all below it: spans that begin in `since` (YYYY-MM) or later.
CREATE TABLE obligation (
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  kind TEXT NOT NULL,
  since TEXT NOT NULL,
  is_owed INTEGER NOT NULL CHECK (is_owed IN (0, 1)),
  PRIMARY KEY (unit_id, kind, since)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER obligation_marks_insert AFTER INSERT ON obligation BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER obligation_marks_update AFTER UPDATE ON obligation BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER obligation_marks_delete AFTER DELETE ON obligation BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
-- A review stands under the last month of the year that it looks back on, one of the first three months under the year before; where
-- several stood in one year, all but one stay where they were.
UPDATE OR IGNORE meeting SET period = strftime('%Y', period || '-01', '-3 months') || '-12' WHERE kind = 'year_end_review';
