-- Which state of these records a workbook was checked against: counts and ids do not show an update. Never the same twice, as for units.
CREATE TRIGGER person_marks_update AFTER UPDATE OF name, is_party_member, is_erased ON person BEGIN
  INSERT INTO meta (name, value) VALUES ('people', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER post_marks_update AFTER UPDATE ON post BEGIN
  INSERT INTO meta (name, value) VALUES ('people', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER candidate_marks_update AFTER UPDATE ON candidate BEGIN
  INSERT INTO meta (name, value) VALUES ('candidates', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER figure_marks_update AFTER UPDATE ON figure BEGIN
  INSERT INTO meta (name, value) VALUES ('yearly', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
