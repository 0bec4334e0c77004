"""`chibot import` and `chibot export --subject`: the same reading, check and writing as in the chat, for the operator."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime
from pathlib import Path

from bot import handing_out, import_reading, prepare
from bot.clock import Clock
from bot.import_reading import Checked, Staged
from bot.settings import Settings
from domain.decision import Audit
from domain.imports import MOST_BYTES, FileRefused, Subject, Trouble, Upload, UploadState, Verdict
from domain.records import PublishUpload
from domain.trail import OPERATOR
from handlers.imports import files
from language.say import imports as say
from language.say.introduce import CONSENT_WORDING
from language.sheets.units import UnitNames
from reports.subject_books import faults_workbook, subject_workbook
from storage import known, operations, publishing, units, upkeep, uploads
from storage.connection import Database, in_transaction


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when all rows were taken, 1 when some or all were refused, 2 for a file that cannot be meant."""
    if args.template is not None:
        return _template(args, settings)
    if args.file is None:
        return _unusable(say.file_needed())
    path = Path(args.file)
    if not path.is_file():
        return _unusable(say.no_file(args.file))
    content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    if not content and path.stat().st_size > MOST_BYTES:
        return _refused(FileRefused(Trouble.TOO_LARGE))
    prepare.database_file(settings)
    if args.dry_run:
        return _told(_read(content, path, settings, Clock(settings.now).now())[0], path)
    with upkeep.Lock(settings.database):
        db = prepare.open_database(settings)
        try:
            return _write(db, content, path, settings)
        finally:
            db.close()


def _read(content: bytes, path: Path, settings: Settings, now: datetime) -> tuple[Staged | Checked | FileRefused, date]:
    today = now.astimezone(settings.zone).date()
    upload = Upload(0, None, path.name[:120], len(content), "", "", "", UploadState.RECEIVED)
    return import_reading.read_file(content, settings.database, upload, today), today


def _write(db: Database, content: bytes, path: Path, settings: Settings) -> int:
    now = Clock(settings.now).now()
    found, today = _read(content, path, settings, now)
    if isinstance(found, Checked) and found.upload.has_news:
        try:
            in_transaction(db, lambda open_db: _publish(open_db, found, now, today))
        except publishing.Changed:
            print(f"chibot: {say.changed_meanwhile()}", file=sys.stderr)
            _told(_read(content, path, settings, now)[0], path)
            return 1
    status = _told(found, path)
    if isinstance(found, Checked) and found.upload.has_news:
        print(say.written(found.upload))
    return status


def _publish(db: Database, found: Checked, now: datetime, today: date) -> None:
    """Staged, written and erased in one transaction."""
    upload, subject = uploads.begin(db, found.upload, now), found.upload.subject
    if subject is None:
        return
    uploads.keep_checked(db, upload.id, found.rows, subject)
    reach = import_reading.within(db, subject, upload, today)
    record = PublishUpload(upload.id, subject, None, None, now, today, reach, found.upload.stamp, CONSENT_WORDING)
    publishing.publish(db, record)
    uploads.erase(db, upload.id)
    counts = tuple(f"{one}:{upload.count(one)}" for one in (Verdict.ADD, Verdict.CHANGE))
    operations.add_audit(
        db, Audit("imported", "upload", upload.id, (OPERATOR, str(subject), *counts)), None, None, None, now
    )


def _told(found: Staged | Checked | FileRefused, path: Path) -> int:
    """Counts and refusals on standard output; what was refused beside the file, in words."""
    if isinstance(found, FileRefused):
        return _refused(found)
    if isinstance(found, Staged):
        names = [text for text, name in zip(found.upload.headings, found.upload.mapping, strict=True) if not name]
        print(f"chibot: {say.unknown_columns(names)}", file=sys.stderr)
        return 1
    print(say.counted(found.upload))
    refused = [one for one in found.rows if one.verdict is Verdict.REFUSE]
    for one in refused[:20]:
        print(say.refused_row(one.row.number, one.why))
    if not refused:
        return 0
    rows = [(one.row.number, one.row.cells, one.why) for one in found.rows]
    beside = path.with_name(say.errors_name(path.name))
    handing_out.save(beside, faults_workbook(files.errors_content(found.upload.headings, rows)))
    print(beside)
    return 1


def _refused(found: FileRefused) -> int:
    print(f"chibot: {say.refused(found)}", file=sys.stderr)
    return 1


def _unusable(text: str) -> int:
    print(f"chibot: {text}", file=sys.stderr)
    return 2


def _template(args: argparse.Namespace, settings: Settings) -> int:
    if args.output is None or Path(args.output).suffix != ".xlsx" or not Path(args.output).parent.is_dir():
        return _unusable(say.output_needed())
    db = prepare.open_to_read(settings)
    names = _names(db, Clock(settings.now).now().astimezone(settings.zone).date())
    db.close()
    handing_out.save(Path(args.output), subject_workbook(files.template(Subject(args.template), names).content))
    return 0


def export(args: argparse.Namespace, settings: Settings) -> int:
    """One subject's records as its workbook: read again it changes nothing. That it was taken stands in the trail."""
    target = Path(args.output)
    if target.suffix != ".xlsx" or not target.parent.is_dir():
        return _unusable(say.output_needed())
    now, subject = Clock(settings.now).now(), Subject(args.subject)
    db = prepare.open_to_read(settings)
    try:
        db.execute("BEGIN")
        content = workbook_of(db, subject, now.astimezone(settings.zone).date())
    finally:
        db.close()
    handing_out.hand_out(settings.database, target, content, str(subject), now)
    return 0


def workbook_of(db: Database, subject: Subject, today: date) -> bytes:
    """Whoever withdrew their consent is not in it."""
    stands = [row for row in known.rows_of(db, subject, today) if not row.is_stopped]
    return subject_workbook(files.filled(subject, stands, _names(db, today)))


def _names(db: Database, today: date) -> UnitNames:
    return UnitNames(known.all_units(db, today), units.aliases(db))
