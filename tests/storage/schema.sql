CREATE INDEX account_by_person ON account (person_id);
CREATE INDEX audit_by_person ON audit (person_id, id);
CREATE INDEX audit_by_subject ON audit (subject, subject_id);
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_turn ON audit (turn_id);
CREATE INDEX broadcast_untold ON broadcast (id) WHERE told_at IS NULL;
CREATE INDEX candidate_by_introducer ON candidate (introduced_unit_id, added_on) WHERE is_undone = 0;
CREATE INDEX candidate_by_name ON candidate (folded) WHERE is_undone = 0;
CREATE INDEX candidate_by_unit ON candidate (unit_id, sort_key) WHERE is_undone = 0;
CREATE INDEX candidate_event_by_operation ON candidate_event (operation_id) WHERE operation_id IS NOT NULL;
CREATE INDEX candidate_event_counts ON candidate_event (step, happened_on, unit_id) WHERE is_live = 1;
CREATE INDEX candidate_event_of ON candidate_event (candidate_id);
CREATE INDEX candidate_event_recorded ON candidate_event (recorded_at, step, unit_id) WHERE is_live = 1;
CREATE INDEX candidate_waiting ON candidate (intake, unit_id, introduced_unit_id) WHERE is_undone = 0 AND intake IN ('waiting', 'not_now');
CREATE INDEX code_try_by_time ON code_try (at);
CREATE INDEX consent_by_candidate ON consent (candidate_id) WHERE candidate_id IS NOT NULL;
CREATE INDEX consent_by_person ON consent (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX head_count_by_unit ON head_count (unit_id, as_of);
CREATE INDEX inbox_dead ON inbox (done_at) WHERE state = 'dead';
CREATE INDEX inbox_waiting ON inbox (is_planned, id) WHERE state = 'waiting';
CREATE INDEX meeting_by_first_sent ON meeting (first_sent_at, unit_id) WHERE state = 'live';
CREATE INDEX meeting_by_period ON meeting (period, unit_id);
CREATE INDEX operation_by_person ON operation (person_id, at);
CREATE INDEX outbox_by_chat ON outbox (channel, bot_id, chat_id, id);
CREATE INDEX outbox_untold ON outbox (channel, bot_id, chat_id) WHERE state = 'uncertain' AND is_receipt = 1 AND retold_by IS NULL;
CREATE INDEX outbox_waiting ON outbox (state, channel, is_bulk, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX own_code_by_account ON own_code (used_by_account) WHERE used_by_account IS NOT NULL;
CREATE INDEX post_by_person ON post (person_id);
CREATE INDEX post_by_unit ON post (unit_id, role);
CREATE INDEX row_before_by_operation ON row_before (operation_id);
CREATE INDEX row_before_unsettled ON row_before (operation_id) WHERE left_as IS NULL;
CREATE INDEX target_by_unit ON target (unit_id, indicator);
CREATE INDEX upload_waiting ON upload (id) WHERE state IN ('received', 'read', 'confirmed');
CREATE INDEX vote_by_operation ON vote (operation_id);
CREATE TABLE "conversation" (
  owner TEXT PRIMARY KEY,
  open_flow TEXT,
  drafts TEXT NOT NULL DEFAULT '[]',
  shown TEXT NOT NULL DEFAULT '',
  asked_id INTEGER,
  last_press TEXT,
  last_press_at INTEGER
, standing TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE TABLE "digest" (
  person_id INTEGER NOT NULL REFERENCES person (id),
  week TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'paused', 'nothing', 'not_live', 'unreachable', 'quota')),
  at INTEGER NOT NULL,
  PRIMARY KEY (week, person_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  bot_id TEXT NOT NULL,
  chat_id TEXT NOT NULL,
  person_id INTEGER REFERENCES person (id),
  linked_at INTEGER,
  last_seen_at INTEGER NOT NULL,
  is_gone INTEGER NOT NULL DEFAULT 0, menu TEXT,
  UNIQUE (channel, bot_id, chat_id)
) STRICT;
CREATE TABLE appeal (
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  period TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('postpone', 'help')),
  person_id INTEGER NOT NULL REFERENCES person (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (period, unit_id, kind, person_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  turn_id INTEGER REFERENCES inbox (id),
  person_id INTEGER REFERENCES person (id),
  account_id INTEGER REFERENCES account (id),
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  unit_id INTEGER,
  fields TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE audit_value (
  audit_id INTEGER NOT NULL REFERENCES audit (id),
  field TEXT NOT NULL,
  value TEXT,
  PRIMARY KEY (audit_id, field)
) STRICT;
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
CREATE TABLE candidate (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  birth TEXT NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  introduced_unit_id INTEGER NOT NULL REFERENCES unit (id),
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
  achievements TEXT NOT NULL DEFAULT '[]',
  needs_matching INTEGER NOT NULL DEFAULT 0,
  added_on TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  added_by INTEGER REFERENCES person (id),
  operation_id INTEGER REFERENCES operation (id),
  is_undone INTEGER NOT NULL DEFAULT 0
, is_stopped INTEGER NOT NULL DEFAULT 0, is_erased INTEGER NOT NULL DEFAULT 0, is_import INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE candidate_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  candidate_id INTEGER NOT NULL REFERENCES candidate (id),
  step TEXT NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  happened_on TEXT,
  document TEXT,
  recorded_by INTEGER REFERENCES person (id),
  recorded_at INTEGER NOT NULL,
  operation_id INTEGER REFERENCES operation (id),
  reverses INTEGER REFERENCES candidate_event (id),
  is_live INTEGER NOT NULL DEFAULT 1
, is_import INTEGER NOT NULL DEFAULT 0, guide TEXT) STRICT;
CREATE TABLE code (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES person (id),
  post_id INTEGER NOT NULL REFERENCES post (id),
  made_by INTEGER REFERENCES person (id),
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  used_by_account INTEGER REFERENCES account (id),
  cancelled_at INTEGER,
  cancelled_why TEXT
, is_account INTEGER NOT NULL DEFAULT 0, bot_id TEXT, key_id TEXT) STRICT;
CREATE TABLE code_try (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER NOT NULL REFERENCES account (id),
  at INTEGER NOT NULL
) STRICT;
CREATE TABLE consent (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER REFERENCES person (id),
  candidate_id INTEGER REFERENCES candidate (id),
  wording TEXT NOT NULL,
  given_on TEXT NOT NULL,
  at INTEGER NOT NULL
, version TEXT NOT NULL DEFAULT '1', noted_by INTEGER REFERENCES person (id), how TEXT NOT NULL DEFAULT 'cadre' CHECK (how IN ('self', 'cadre', 'code', 'loaded')), is_withdrawal INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE coverage (
  indicator TEXT NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  source TEXT NOT NULL,
  is_inferred INTEGER NOT NULL,
  PRIMARY KEY (indicator, unit_id, starts_on)
) STRICT;
CREATE TABLE erasure (
  kind TEXT NOT NULL CHECK (kind IN ('candidate', 'person')),
  subject_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('request', 'retention', 'restore')),
  PRIMARY KEY (kind, subject_id)
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
CREATE TABLE gap (
  since INTEGER PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT;
CREATE TABLE handover (
  post_id INTEGER PRIMARY KEY REFERENCES post (id),
  to_post_id INTEGER NOT NULL REFERENCES post (id)
) STRICT;
CREATE TABLE head_count (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  as_of TEXT NOT NULL,
  full_count INTEGER NOT NULL,
  probationary_count INTEGER NOT NULL,
  temporary_count INTEGER NOT NULL,
  away_count INTEGER NOT NULL,
  exempt_count INTEGER NOT NULL,
  operation_id INTEGER REFERENCES operation (id),
  is_undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE holiday (
  day TEXT PRIMARY KEY CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  kind TEXT NOT NULL CHECK (kind IN ('off', 'working')),
  name TEXT NOT NULL,
  is_confirmed INTEGER NOT NULL DEFAULT 0 CHECK (is_confirmed IN (0, 1)),
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE import_layout (
  layout TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  mapping TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  bot_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  chat_id TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT,
  sent_at INTEGER,
  received_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
  tries INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL DEFAULT 0,
  done_at INTEGER,
  command TEXT,
  error TEXT, is_planned INTEGER NOT NULL DEFAULT 0,
  UNIQUE (channel, bot_id, external_id)
) STRICT;
CREATE TABLE meeting (
  id INTEGER PRIMARY KEY,
  operation_id INTEGER REFERENCES operation (id),
  receipt TEXT NOT NULL UNIQUE,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  period TEXT NOT NULL,
  kind TEXT NOT NULL,
  is_held INTEGER NOT NULL,
  reason TEXT,
  held_on TEXT,
  starts TEXT,
  ends TEXT,
  minutes INTEGER,
  full_count INTEGER,
  probationary_count INTEGER,
  temporary_count INTEGER,
  away_count INTEGER,
  exempt_count INTEGER,
  present INTEGER,
  absent_excused INTEGER,
  absent_unexcused INTEGER,
  considered INTEGER,
  topic TEXT,
  place TEXT,
  resolutions INTEGER,
  proposals INTEGER,
  are_dues_paid INTEGER,
  reported_by INTEGER REFERENCES person (id),
  sent_at INTEGER NOT NULL,
  first_sent_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  is_on_time INTEGER NOT NULL,
  replaces INTEGER REFERENCES meeting (id),
  state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'replaced', 'undone')), is_import INTEGER NOT NULL DEFAULT 0,
  CHECK (is_held = 0 OR present + absent_excused + absent_unexcused = full_count + probationary_count + temporary_count - away_count - exempt_count)
) STRICT;
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE obligation (
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  kind TEXT NOT NULL,
  since TEXT NOT NULL,
  is_owed INTEGER NOT NULL CHECK (is_owed IN (0, 1)),
  PRIMARY KEY (unit_id, kind, since)
) STRICT, WITHOUT ROWID;
CREATE TABLE on_behalf (
  operation_id INTEGER PRIMARY KEY REFERENCES operation (id),
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  by_word TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('phone', 'paper', 'in_person', 'message'))
) STRICT;
CREATE TABLE operation (
  id INTEGER PRIMARY KEY,
  flow TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person (id),
  unit_id INTEGER REFERENCES unit (id),
  at INTEGER NOT NULL,
  label TEXT NOT NULL,
  undone_at INTEGER,
  undone_by INTEGER REFERENCES person (id)
) STRICT;
CREATE TABLE operation_subject (
  operation_id INTEGER NOT NULL REFERENCES operation (id),
  kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  PRIMARY KEY (kind, subject_id, operation_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  bot_id TEXT NOT NULL,
  chat_id TEXT NOT NULL,
  turn_id INTEGER REFERENCES inbox (id),
  action TEXT NOT NULL,
  target_id INTEGER REFERENCES outbox (id),
  strips_id INTEGER REFERENCES outbox (id),
  text TEXT NOT NULL,
  buttons TEXT NOT NULL DEFAULT '[]',
  is_personal INTEGER NOT NULL DEFAULT 0,
  is_secret INTEGER NOT NULL DEFAULT 0,
  is_bulk INTEGER NOT NULL DEFAULT 0,
  once_key TEXT UNIQUE,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'uncertain', 'failed')),
  tries INTEGER NOT NULL DEFAULT 0,
  sending_at INTEGER,
  sent_at INTEGER,
  message_id TEXT,
  failure TEXT
, is_receipt INTEGER NOT NULL DEFAULT 0, is_lettered INTEGER NOT NULL DEFAULT 1, asks_contact INTEGER NOT NULL DEFAULT 0, retold_by INTEGER, attachment TEXT, parts_sent INTEGER NOT NULL DEFAULT 0) STRICT;
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
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  is_party_member INTEGER NOT NULL DEFAULT 1,
  message_hour TEXT NOT NULL DEFAULT '07:30'
, phone TEXT, is_erased INTEGER NOT NULL DEFAULT 0, locked_at INTEGER) STRICT;
CREATE TABLE post (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  role TEXT NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  title TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT
) STRICT;
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
  outcome TEXT CHECK (outcome IN ('done', 'declined')), came_way TEXT CHECK (came_way IN ('phone', 'paper', 'in_person', 'message')), came_on TEXT, document TEXT, answered_on TEXT, shared_with TEXT, extended_why TEXT, closed_why TEXT,
  CHECK ((person_id IS NULL) <> (candidate_id IS NULL))
) STRICT;
CREATE TABLE quota_use (
  channel TEXT NOT NULL,
  bot_id TEXT NOT NULL,
  month TEXT NOT NULL,
  received INTEGER NOT NULL DEFAULT 0,
  sent INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (channel, bot_id, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE receipt_counter (
  prefix TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;
CREATE TABLE report_waiver (
  period TEXT NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  until TEXT,
  reason TEXT NOT NULL,
  PRIMARY KEY (period, unit_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE row_before (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  operation_id INTEGER NOT NULL REFERENCES operation (id),
  name TEXT NOT NULL,
  row_key TEXT NOT NULL,
  state TEXT
, left_as TEXT) STRICT;
CREATE TABLE stranger (
  channel TEXT NOT NULL,
  bot_id TEXT NOT NULL,
  chat_id TEXT NOT NULL,
  hour INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  PRIMARY KEY (channel, bot_id, chat_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE subscription (
  person_id INTEGER PRIMARY KEY REFERENCES person (id),
  paused_until TEXT,
  skips_empty INTEGER NOT NULL DEFAULT 0
, account_id INTEGER REFERENCES account (id)) STRICT;
CREATE TABLE target (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  indicator TEXT NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  issuer TEXT NOT NULL,
  document TEXT NOT NULL,
  least INTEGER NOT NULL,
  most INTEGER NOT NULL,
  kind TEXT NOT NULL,
  is_inferred INTEGER NOT NULL,
  is_approximate INTEGER NOT NULL,
  term TEXT,
  published TEXT
, document_on TEXT, set_by INTEGER REFERENCES person (id), set_at INTEGER, replaced_by INTEGER REFERENCES target (id), is_import INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE unit (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  founded_on TEXT NOT NULL,
  closed_on TEXT,
  go_live_on TEXT,
  report_due_day INTEGER NOT NULL DEFAULT 10 CHECK (report_due_day BETWEEN 1 AND 31),
  is_in_enterprise INTEGER NOT NULL DEFAULT 0,
  is_founding_counted INTEGER NOT NULL DEFAULT 0,
  is_proposed_by_union_cell INTEGER NOT NULL DEFAULT 0
, merged_into INTEGER REFERENCES unit (id)) STRICT;
CREATE TABLE unit_alias (
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  folded TEXT NOT NULL,
  PRIMARY KEY (folded, unit_id)
) STRICT;
CREATE TABLE unit_version (
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  parent_id INTEGER REFERENCES unit (id),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  PRIMARY KEY (unit_id, valid_from)
) STRICT;
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
CREATE TABLE vote (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  candidate_id INTEGER NOT NULL REFERENCES candidate (id),
  meeting_id INTEGER NOT NULL REFERENCES meeting (id),
  votes_for INTEGER NOT NULL,
  eligible INTEGER NOT NULL,
  is_passed INTEGER NOT NULL,
  operation_id INTEGER NOT NULL REFERENCES operation (id),
  is_undone INTEGER NOT NULL DEFAULT 0,
  CHECK (votes_for BETWEEN 0 AND eligible)
) STRICT;
CREATE TRIGGER candidate_marks_update AFTER UPDATE ON candidate BEGIN
  INSERT INTO meta (name, value) VALUES ('candidates', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER figure_marks_update AFTER UPDATE ON figure BEGIN
  INSERT INTO meta (name, value) VALUES ('yearly', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER import_row_goes_whole AFTER DELETE ON import_row BEGIN
  DELETE FROM import_candidate WHERE upload_id = old.upload_id AND number = old.number;
  DELETE FROM import_step WHERE upload_id = old.upload_id AND number = old.number; END;
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
CREATE TRIGGER last_admin_stays BEFORE UPDATE OF until ON post
WHEN OLD.until IS NULL AND NEW.until IS NOT NULL AND OLD.role = 'admin'
 AND EXISTS (SELECT 1 FROM lasting_admin WHERE post_id = OLD.id)
 AND NOT EXISTS (SELECT 1 FROM lasting_admin WHERE post_id <> OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'the last administrator stays');
END;
CREATE TRIGGER obligation_marks_delete AFTER DELETE ON obligation BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER obligation_marks_insert AFTER INSERT ON obligation BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER obligation_marks_update AFTER UPDATE ON obligation BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER person_marks_update AFTER UPDATE OF name, is_party_member, is_erased ON person BEGIN
  INSERT INTO meta (name, value) VALUES ('people', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER post_marks_update AFTER UPDATE ON post BEGIN
  INSERT INTO meta (name, value) VALUES ('people', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER report_waiver_marks_delete AFTER DELETE ON report_waiver BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER report_waiver_marks_insert AFTER INSERT ON report_waiver BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER report_waiver_marks_update AFTER UPDATE ON report_waiver BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_marks_delete AFTER DELETE ON unit BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_marks_insert AFTER INSERT ON unit BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_marks_update AFTER UPDATE ON unit BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_version_marks_delete AFTER DELETE ON unit_version BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_version_marks_insert AFTER INSERT ON unit_version BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE TRIGGER unit_version_marks_update AFTER UPDATE ON unit_version BEGIN
  INSERT INTO meta (name, value) VALUES ('units', hex(randomblob(8))) ON CONFLICT (name) DO UPDATE SET value = excluded.value; END;
CREATE UNIQUE INDEX candidate_once ON candidate (name, birth, unit_id) WHERE is_undone = 0 AND needs_matching = 0 AND is_erased = 0;
CREATE UNIQUE INDEX candidate_step_once ON candidate_event (candidate_id, step) WHERE is_live = 1;
CREATE UNIQUE INDEX meeting_once ON meeting (unit_id, period, kind) WHERE state = 'live';
CREATE UNIQUE INDEX privacy_request_once ON privacy_request (kind, ifnull(person_id, 0), ifnull(candidate_id, 0)) WHERE outcome IS NULL;
CREATE UNIQUE INDEX target_once ON target (unit_id, indicator, starts_on, ends_on, issuer, kind) WHERE replaced_by IS NULL AND set_at IS NOT NULL;
CREATE UNIQUE INDEX vote_once ON vote (candidate_id, meeting_id) WHERE is_undone = 0;
CREATE VIEW lasting_admin AS
SELECT o.id AS post_id, o.person_id FROM post o JOIN person p ON p.id = o.person_id
WHERE o.role = 'admin' AND o.until IS NULL AND o.since < '9999-01-01' AND p.locked_at IS NULL
 AND EXISTS (SELECT 1 FROM unit_version v WHERE v.unit_id = o.unit_id AND v.parent_id IS NULL AND v.valid_to IS NULL)
 AND EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id AND a.is_gone = 0);
