-- Consent is a history: a withdrawal is one more row. `version` names the wording, `how` the way in which it was told.
ALTER TABLE consent ADD COLUMN version TEXT NOT NULL DEFAULT '1';
ALTER TABLE consent ADD COLUMN noted_by INTEGER REFERENCES person (id);
ALTER TABLE consent ADD COLUMN how TEXT NOT NULL DEFAULT 'cadre' CHECK (how IN ('self', 'cadre', 'code', 'loaded'));
ALTER TABLE consent ADD COLUMN is_withdrawal INTEGER NOT NULL DEFAULT 0;
UPDATE consent SET how = 'self' WHERE person_id IS NOT NULL;
CREATE INDEX consent_by_person ON consent (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX consent_by_candidate ON consent (candidate_id) WHERE candidate_id IS NOT NULL;

-- Stopped: consent was withdrawn, nobody but the office sees the record, counts go on. Erased: no value is left, only the count.
ALTER TABLE candidate ADD COLUMN is_stopped INTEGER NOT NULL DEFAULT 0;
ALTER TABLE candidate ADD COLUMN is_erased INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN is_erased INTEGER NOT NULL DEFAULT 0;
DROP INDEX candidate_once;
CREATE UNIQUE INDEX candidate_once ON candidate (name, birth, unit_id) WHERE is_undone = 0 AND needs_matching = 0 AND is_erased = 0;

-- What a person asked about their own data, and until when the law wants it answered and done. `detail` is emptied by erasure.
CREATE TABLE privacy_request (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('correct', 'withdraw', 'erase')),
  person_id INTEGER REFERENCES person (id),
  candidate_id INTEGER REFERENCES candidate (id),
  unit_id INTEGER REFERENCES unit (id),
  how TEXT NOT NULL CHECK (how IN ('self', 'cadre', 'code')),
  asked_by INTEGER REFERENCES person (id),
  asked_from INTEGER REFERENCES account (id),
  asked_at INTEGER NOT NULL,
  answer_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  is_confirmed INTEGER NOT NULL DEFAULT 0,
  detail TEXT,
  extended_at INTEGER,
  answered_at INTEGER,
  done_at INTEGER,
  done_by INTEGER REFERENCES person (id),
  outcome TEXT CHECK (outcome IN ('done', 'declined')),
  CHECK ((person_id IS NULL) <> (candidate_id IS NULL))
) STRICT;
-- Asking twice for the same is one request.
CREATE UNIQUE INDEX privacy_request_once ON privacy_request (kind, ifnull(person_id, 0), ifnull(candidate_id, 0)) WHERE outcome IS NULL;

-- Eight digits by which a candidate, who is no user, looks at their own record; only the keyed hash is stored.
CREATE TABLE own_code (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  candidate_id INTEGER NOT NULL REFERENCES candidate (id),
  made_by INTEGER NOT NULL REFERENCES person (id),
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  used_by_account INTEGER REFERENCES account (id)
) STRICT;
CREATE INDEX own_code_by_account ON own_code (used_by_account) WHERE used_by_account IS NOT NULL;

-- Who was erased, when and why; no value. It outlives the database in a file beside the backups, so that a restore erases again.
CREATE TABLE erasure (
  kind TEXT NOT NULL CHECK (kind IN ('candidate', 'person')),
  subject_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('request', 'retention', 'restore')),
  PRIMARY KEY (kind, subject_id)
) STRICT, WITHOUT ROWID;
