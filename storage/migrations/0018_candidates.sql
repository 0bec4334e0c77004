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
DROP TABLE candidate_before;
-- The member who helps a candidate, with the step that says so (domain.md §2.2 step 3).
ALTER TABLE candidate_event ADD COLUMN guide TEXT;
