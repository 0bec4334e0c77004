-- Units that change while the program runs, months that are not owed, and targets with their history.
ALTER TABLE unit ADD COLUMN merged_into INTEGER REFERENCES unit (id);
-- `until` NULL: the month is not owed at all; else the last day, inclusive, on which its report is on time.
CREATE TABLE report_waiver (
  period TEXT NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  until TEXT,
  reason TEXT NOT NULL,
  PRIMARY KEY (period, unit_id)
) STRICT, WITHOUT ROWID;
ALTER TABLE target ADD COLUMN document_on TEXT;
ALTER TABLE target ADD COLUMN set_by INTEGER REFERENCES person (id);
ALTER TABLE target ADD COLUMN set_at INTEGER;
ALTER TABLE target ADD COLUMN replaced_by INTEGER REFERENCES target (id);
CREATE UNIQUE INDEX target_once ON target (unit_id, indicator, starts_on, ends_on, issuer, kind) WHERE replaced_by IS NULL AND set_at IS NOT NULL;
-- Trees are kept in memory as long as this mark stands. It is never the same twice, also after a rollback.
CREATE TRIGGER unit_marks_insert AFTER INSERT ON unit BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_marks_update AFTER UPDATE ON unit BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_marks_delete AFTER DELETE ON unit BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_version_marks_insert AFTER INSERT ON unit_version BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_version_marks_update AFTER UPDATE ON unit_version BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_version_marks_delete AFTER DELETE ON unit_version BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER report_waiver_marks_insert AFTER INSERT ON report_waiver BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER report_waiver_marks_update AFTER UPDATE ON report_waiver BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER report_waiver_marks_delete AFTER DELETE ON report_waiver BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
