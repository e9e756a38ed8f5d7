"""Acts on files that are being imported, from the upload to the entries for the preview.

Each step is a short transaction or none, so that others' saves do not wait for it.
"""

import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...history.actions import record
from ...lib.acts import Attempt, does, require_act
from ...lib.texts import clean_line
from ...sources.models import Source
from ..acts import ADD_SERIES, DISCARD_FILE, UPLOAD_FILE
from ..importing.cells import key_of
from ..importing.files import CHUNK, Contents, Sheet, rows_of
from ..importing.layout import Heading, Layout, headings, propose_layout
from ..importing.mapping import Mapping, propose, recalled, remembered, signature
from ..importing.names import Names
from ..importing.questions import Answers, Questions, questions
from ..importing.reading import read, takes_steps
from ..importing.resolving import Outcome, outcome
from ..importing.scanning import Findings, Scan
from ..importing.storing import sealed, sealed_json, unsealed, unsealed_json
from ..importing.workbooks import BEGINNING, finished, marks_of, read_more
from ..models import Batch, FileMapping, ImportFile, ImportPart, Series
from .learning import learn_once_counted

STEP = 0.6  # seconds after which a step begins no further part
EACH = 5  # files of one person at a time


@dataclass(frozen=True)
class ReadFile:
    """A file that was read and whose pieces are encrypted: all that takes long before something is stored. A large
    workbook is read in steps: it has no `contents` yet."""

    contents: Contents | None
    content: bytes
    parts: list[tuple[int, int, bytes]]
    size: int
    sha256: str


def read_file(content: bytes, *, encoding: str = "", delimiter: str = "") -> ReadFile:
    """ValidationError for what cannot be read. Call it outside of a transaction."""
    about = len(content), hashlib.sha256(content).hexdigest()
    if takes_steps(content):
        return ReadFile(None, sealed(content), [], *about)
    contents = read(content, encoding=encoding, delimiter=delimiter)
    return ReadFile(contents, sealed(content) if contents.encoding else b"", _parts(contents), *about)


def _parts(contents):
    return [
        (position, number, sealed(chunk))
        for position, sheet in enumerate(contents.sheets)
        for number, chunk in enumerate(sheet.chunks, sheet.chunks_before)
    ]


@does(UPLOAD_FILE)
@transaction.atomic
def upload_file(source: Source, read: ReadFile, *, name: str, by: User, now: datetime | None = None) -> ImportFile:
    """Keep the cells of a file, or of a paste without a `name`, until they are recorded or discarded."""
    require_act(UPLOAD_FILE, Attempt(by, now))
    if ImportFile.objects.kept().filter(by=by).count() >= EACH:
        words = _("You are importing %(count)d files already. Finish or discard one.")
        raise ValidationError(words, params={"count": EACH})
    file = ImportFile(by=by, source=source, name=clean_line(name)[:200] or _("pasted cells"), size=read.size)
    file.sha256, file.uploaded_at = read.sha256 if name else "", now or timezone.now()
    _store(file, read)
    record(by=by, act=UPLOAD_FILE, target=file, detail={"size": file.size, "sha256": file.sha256}, now=now)
    return file


def read_again(file: ImportFile, *, encoding: str, delimiter: str) -> None:
    """Read a text file in another encoding or with another delimiter."""
    read = read_file(unsealed(file.content), encoding=encoding, delimiter=delimiter)
    with transaction.atomic():
        file.parts.all().delete()
        _store(file, read)


def _store(file, read):
    file.content = read.content
    if read.contents is None:
        file.unread = BEGINNING
        file.save()
    else:
        _keep(file, read.contents, read.parts)


def _keep(file, contents, parts):
    """Store parts of it, and what is known about the sheets; when all is read, which table it is."""
    file.encoding, file.delimiter, file.notices = contents.encoding, contents.delimiter, contents.notices
    file.sheets = [sheet.about() for sheet in contents.sheets]
    file.save()
    rows = (ImportPart(file=file, sheet=sheet, number=number, rows=rows) for sheet, number, rows in parts)
    ImportPart.objects.bulk_create(rows, batch_size=20)
    if file.unread is None:
        longest = max(range(len(file.sheets)), key=lambda position: file.sheets[position]["rows"])
        choose_table(file, sheet=longest)


def read_step(file: ImportFile) -> None:
    """Read a part of a large workbook, its formulas first. ValidationError where it is damaged or too large: then it is
    to be discarded."""
    content, before = unsealed(file.content), file.unread
    if not file.marks:
        ImportFile.objects.filter(pk=file.pk).update(marks=sealed(marks_of(content)))
        return
    contents = Contents([Sheet.from_about(about) for about in file.sheets])
    unread = read_more(contents, content, unsealed(file.marks), before)
    contents = contents if unread else finished(contents, content)
    parts = _parts(contents)
    with transaction.atomic():
        current = ImportFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
        if not current or current.unread != before:  # another request has taken the same step meanwhile
            return
        current.unread = unread
        if unread is None:
            current.content = current.marks = b""
        _keep(current, contents, parts)


def first_rows(file: ImportFile, sheet: int) -> list[list]:
    part = file.parts.filter(sheet=sheet).first()
    return rows_of(unsealed(part.rows).decode()) if part else []


def choose_table(file: ImportFile, *, sheet: int, layout: Layout | None = None) -> None:
    """Propose what the columns are: as in the last file of this source with these headings, or from the headings and
    the first rows."""
    rows = first_rows(file, sheet)
    layout = layout or propose_layout(rows)
    columns = headings(rows, layout)
    mapping = replace(propose(rows, layout, columns), sheet=sheet)
    known = FileMapping.objects.filter(source=file.source_id, headings=signature(columns)).first()
    mapping = recalled(known.mapping, mapping, columns) if known else mapping
    file.mapping, file.answers = mapping.stored(), None
    file.save(update_fields=["mapping", "answers"])


def is_known(file: ImportFile) -> bool:
    """Whether an earlier file of this source had the same headings."""
    columns = signature(headings_of(file, Mapping.from_stored(file.mapping)))
    return FileMapping.objects.filter(source=file.source_id, headings=columns).exists()


def headings_of(file: ImportFile, mapping: Mapping) -> list[Heading]:
    return headings(first_rows(file, mapping.sheet), mapping.layout)


@transaction.atomic
def choose_columns(file: ImportFile, mapping: Mapping) -> None:
    """Keep what the columns are; rows that were read by another mapping are read again."""
    file.parts.exclude(findings=b"").update(findings=b"")
    file.mapping, file.answers = mapping.stored(), None
    file.save(update_fields=["mapping", "answers"])


def progress(file: ImportFile) -> tuple[int, int]:
    """Parts of the chosen sheet that are read, and all of them."""
    parts = file.parts.filter(sheet=file.mapping["sheet"])
    return parts.exclude(findings=b"").count(), parts.count()


def is_scanned(file: ImportFile) -> bool:
    return file.unread is None and not file.parts.filter(sheet=file.mapping["sheet"], findings=b"").exists()


def scan_step(file: ImportFile) -> tuple[int, int]:
    """Read parts that are not read yet until the time of a step is over; the progress."""
    mapping, begun = Mapping.from_stored(file.mapping), time.monotonic()
    scan = Scan(mapping, headings_of(file, mapping))
    unread = file.parts.filter(sheet=mapping.sheet, findings=b"").order_by("number")
    while part := unread.first():
        found = scan.rows(rows_of(unsealed(part.rows).decode()), part.number * CHUNK + 1)
        ImportPart.objects.filter(pk=part.pk).update(findings=sealed_json(asdict(found)))
        if time.monotonic() - begun > STEP:
            break
    return progress(file)


def findings_of(file: ImportFile) -> list[Findings]:
    parts = file.parts.filter(sheet=file.mapping["sheet"]).order_by("number").values_list("findings", flat=True)
    return [Findings(**unsealed_json(stored)) for stored in parts]


def questions_of(file: ImportFile, names: Names) -> Questions:
    return questions(findings_of(file), Mapping.from_stored(file.mapping), names)


def remembered_answers(file: ImportFile) -> Answers:
    """What was said of the last file of this kind, where nothing is said of this one yet."""
    if file.answers:
        return Answers(**file.answers)
    headings_ = signature(headings_of(file, Mapping.from_stored(file.mapping)))
    known = FileMapping.objects.filter(source=file.source_id, headings=headings_).first()
    return Answers(**known.answers) if known else Answers()


def answer(file: ImportFile, answers: Answers) -> None:
    file.answers = answers.stored()
    file.save(update_fields=["answers"])


def outcome_of(file: ImportFile, names: Names) -> Outcome:
    mapping, answers = Mapping.from_stored(file.mapping), Answers(**file.answers)
    return outcome(findings_of(file), mapping, answers, source=file.source_id, names=names)


def take_answers(file: ImportFile) -> bool:
    """Whether whoever confirms the import is the first to do so: of two tabs or two clicks one takes the answers away.
    `answer` puts them back where nothing is recorded."""
    return bool(ImportFile.objects.filter(pk=file.pk, answers__isnull=False).update(answers=None))


@does(ADD_SERIES)
@transaction.atomic
def add_series(
    file: ImportFile, missing: Sequence[tuple[int, int]], *, by: User, now: datetime | None = None
) -> list[Series]:
    """Add the series, (indicator, area) keys, that the file has values for. They are not public yet."""
    require_act(ADD_SERIES, Attempt(by, now))
    file = ImportFile.objects.select_for_update(of=("self",)).get(pk=file.pk)  # two tabs wait for each other
    frequency, added = file.mapping["frequency"], []
    for indicator, area in missing:
        series = Series(indicator_id=indicator, area_id=area, frequency=frequency, source_id=file.source_id)
        series.full_clean()
        series.save()
        added.append(series)
    file.added_series = [*(file.added_series or []), *(series.pk for series in added)]
    file.save(update_fields=["added_series"])
    record(by=by, act=ADD_SERIES, target=file, detail={"series": len(added)}, now=now)
    return added


@does(DISCARD_FILE)
@transaction.atomic
def discard_file(file: ImportFile, *, by: User, now: datetime | None = None) -> None:
    require_act(DISCARD_FILE, Attempt(by, now))
    record(by=by, act=DISCARD_FILE, target=file, now=now)
    _delete_added_series(file)
    file.delete()


def _delete_added_series(file):
    """Those that nobody has used for anything."""
    added = Series.objects.filter(pk__in=file.added_series or [], public_since=None, preferred=False)
    for series in added.filter(observations=None).order_by("pk").select_for_update(of=("self",)):
        with suppress(ProtectedError), transaction.atomic():
            series.delete()


@transaction.atomic
def finish_import(file: ImportFile, names: Names, batch: Batch) -> None:
    """Delete it once its values are recorded. When they count, its hash is noted, and its spellings and what its
    columns are is remembered for the next file."""
    mapping, answers = Mapping.from_stored(file.mapping), Answers(**file.answers)
    columns = headings_of(file, mapping)
    read_as = {"mapping": remembered(mapping, columns), "answers": answers.remembered()}
    spellings = {place for part in findings_of(file) for place in part.places if place and not names.places(place)}
    meant = {spelling: answers.places.get(key_of(spelling)) for spelling in sorted(spellings)}
    places = {spelling: area for spelling, area in meant.items() if area in names.areas}
    learn_once_counted(
        batch, sha256=file.sha256, places=places, source=file.source_id, headings=signature(columns), read_as=read_as
    )
    file.delete()


def forget_old_files(now: datetime | None = None) -> int:
    """Delete files that nobody has recorded or discarded in a day; their number."""
    old = list(ImportFile.objects.too_old(now))
    for file in old:
        with transaction.atomic():
            _delete_added_series(file)
            file.delete()
    return len(old)
