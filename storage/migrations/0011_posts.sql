-- A locked person: nothing that they write is done, and nothing is sent to them, on none of their accounts.
ALTER TABLE person ADD COLUMN locked_at INTEGER;

-- A post that ended because another one followed it, so that old buttons can say so.
CREATE TABLE handover (
  post_id INTEGER PRIMARY KEY REFERENCES post (id),
  to_post_id INTEGER NOT NULL REFERENCES post (id)
) STRICT;

-- Who looks after the program and is there without an end: at the top of the tree, begun, not locked, and can be written to.
CREATE VIEW lasting_admin AS
SELECT o.id AS post_id, o.person_id FROM post o JOIN person p ON p.id = o.person_id
WHERE o.role = 'admin' AND o.until IS NULL AND o.since < '9999-01-01' AND p.locked_at IS NULL
 AND EXISTS (SELECT 1 FROM unit_version v WHERE v.unit_id = o.unit_id AND v.parent_id IS NULL AND v.valid_to IS NULL)
 AND EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id AND a.is_gone = 0);

-- The guard behind the check: the last of them is neither ended nor locked.
CREATE TRIGGER last_admin_stays BEFORE UPDATE OF until ON post
WHEN OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD.role = 'admin'
 AND EXISTS (SELECT 1 FROM lasting_admin WHERE post_id = OLD.id)
 AND NOT EXISTS (SELECT 1 FROM lasting_admin WHERE post_id <> OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'the last administrator stays');
END;
CREATE TRIGGER last_admin_is_kept BEFORE DELETE ON post
WHEN OLD.role = 'admin'
 AND EXISTS (SELECT 1 FROM lasting_admin WHERE post_id = OLD.id)
 AND NOT EXISTS (SELECT 1 FROM lasting_admin WHERE post_id <> OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'the last administrator stays');
END;
CREATE TRIGGER last_admin_is_not_locked BEFORE UPDATE OF locked_at ON person
WHEN OLD.locked_at IS NULL AND NEW.locked_at IS NOT NULL
 AND EXISTS (SELECT 1 FROM lasting_admin WHERE person_id = OLD.id)
 AND NOT EXISTS (SELECT 1 FROM lasting_admin WHERE person_id <> OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'the last administrator stays');
END;
