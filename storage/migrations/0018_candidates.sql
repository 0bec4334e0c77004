-- Candidates that an operation changed are kept like every other row (row_before), so that what was changed since is not put over.
-- What each was left as is not known of the older ones: '' is not compared.
INSERT INTO row_before (operation_id, name, row_key, state, left_as)
SELECT operation_id, 'candidate', '[' || candidate_id || ']', json_object(
 'id', json_extract(state, '$[0]'), 'name', json_extract(state, '$[1]'), 'birth', json_extract(state, '$[2]'),
 'unit_id', json_extract(state, '$[3]'), 'introduced_unit_id', json_extract(state, '$[4]'), 'firm', json_extract(state, '$[5]'),
 'intake', json_extract(state, '$[6]'), 'consent_on', json_extract(state, '$[7]'), 'introduced_by', json_extract(state, '$[8]'),
 'sex', json_extract(state, '$[9]'), 'job', json_extract(state, '$[10]'), 'is_manager', json_extract(state, '$[11]'),
 'education', json_extract(state, '$[12]'), 'is_union_member', json_extract(state, '$[13]'),
 'is_union_officer', json_extract(state, '$[14]'), 'is_youth_union_member', json_extract(state, '$[15]'),
 'achievements', json_extract(state, '$[16]'), 'needs_matching', json_extract(state, '$[17]'),
 'added_on', json_extract(state, '$[18]'), 'folded', json_extract(state, '$[19]'), 'sort_key', json_extract(state, '$[20]')), ''
FROM candidate_before;
DELETE FROM sqlite_sequence WHERE name = 'row_before' AND seq = 0;
DROP TABLE candidate_before;
-- The member who helps a candidate, with the step that says so (domain.md §2.2 step 3).
ALTER TABLE candidate_event ADD COLUMN guide TEXT;
-- What an older program has checked lacks them, and is not staged: it is read against what stands once more.
UPDATE upload SET state = 'read' WHERE subject = 'candidates' AND state IN ('checked', 'confirmed');
-- New candidates of a workbook as the rows that they will be, made when it is checked: one statement moves all of them.
CREATE TABLE import_candidate (
  upload_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  birth TEXT NOT NULL,
  unit_id INTEGER NOT NULL,
  introduced_unit_id INTEGER NOT NULL,
  firm TEXT NOT NULL,
  intake TEXT NOT NULL,
  consent_on TEXT NOT NULL,
  introduced_by TEXT,
  sex TEXT,
  job TEXT,
  is_manager INTEGER,
  education TEXT,
  is_union_member INTEGER,
  is_union_officer INTEGER,
  is_youth_union_member INTEGER,
  achievements TEXT NOT NULL,
  needs_matching INTEGER NOT NULL,
  listed_on TEXT,
  PRIMARY KEY (upload_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE import_step (
  upload_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  step TEXT NOT NULL,
  unit_id INTEGER NOT NULL,
  happened_on TEXT,
  document TEXT,
  guide TEXT,
  PRIMARY KEY (upload_id, number, step)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER import_row_goes_whole AFTER DELETE ON import_row BEGIN
  DELETE FROM import_candidate WHERE upload_id = old.upload_id AND number = old.number;
  DELETE FROM import_step WHERE upload_id = old.upload_id AND number = old.number; END;
