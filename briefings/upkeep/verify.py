"""Prove that the site holds what it should: editions, pictures, values, triggers, search and log. Changes nothing."""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.urls import NoReverseMatch

from .. import triggers
from ..articles.acts.publishing import CANCEL, PUBLISHED
from ..articles.models import Edition
from ..articles.search_index import entry, to_be_found
from ..documents.document import canonical
from ..documents.reading import cited_sources, figure_uses
from ..documents.rendering import NotEqual, render_document, require_equal
from ..history.models import Event
from ..media.models import Image
from ..search.models import SearchDocument
from ..statistics.actions import check_current, wrong_newest
from . import manifest
from .files import sha256_of
from .manifest import LOG, Manifest, log_state

ADDRESS = re.compile(r'(?:href|src)="[^"]*"')
PICTURE = re.compile(r'src="/pictures/([0-9a-f]{64})\.')
CHUNK = 100


def faults(made: Manifest | None = None) -> Iterator[str]:
    """Sentences about faults; with the manifest of a backup, also whether the log still says what it said."""
    checks = [database, installed_triggers, editions, published, pictures, current_values, search_index]
    if made:
        checks.append(partial(log, made))
    for check in checks:
        if found := _found(check):  # somebody may have published meanwhile: a fault is there the second time too
            still = _found(check)
            yield from (fault for fault in found if fault in still)


def _found(check: Callable[[], Iterator[str]]) -> list[str]:
    try:
        return list(check())
    except DatabaseError as error:
        return [f"The database cannot be read: {error}."]


def differences(made: Manifest) -> Iterator[str]:
    """Differences between the database and the counts of its manifest, before anybody has changed it."""
    now = manifest.counts()
    for table, number in made.content["counts"].items():
        if now.get(table) != number:
            yield f"The table {table} has {now.get(table, 'no')} rows; the backup has {number}."


def database() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(10)")
        yield from (f"The database is damaged: {words}." for (words,) in cursor.fetchall() if words != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, other, _number in cursor.fetchall()[:10]:
            yield f"The row {row} of {table} refers to a row of {other} that does not exist."


def installed_triggers() -> Iterator[str]:
    wanted, installed = triggers.wanted(), triggers.definitions()
    yield from (f"The trigger {name} is missing." for name in sorted(wanted.keys() - installed))
    yield from (f"The trigger {name} is not one of ours." for name in sorted(installed.keys() - wanted))
    for name in sorted(wanted.keys() & installed):
        if wanted[name] != installed[name]:
            yield f"The trigger {name} was changed."


def editions() -> Iterator[str]:
    """Each edition has the hashes of its document; its renderings, figures and pictures are those of its document."""
    around = ("renderings", "figure_uses", "image_uses__image", "citations")
    rows = Edition.objects.order_by("pk").prefetch_related(*around)
    for edition in rows.iterator(chunk_size=CHUNK):
        name = f"The edition {edition.pk} ({edition})"
        if hashlib.sha256(edition.document.encode()).hexdigest() != edition.sha256:
            yield f"{name} does not have the hash of its document."
            continue
        try:
            misfits = list(_misfits(edition))
        except DatabaseError:
            raise
        except Exception as error:  # a document that was forged may lack anything
            misfits = [f"has a document that cannot be rendered ({type(error).__name__})"]
        yield from (f"{name} {words}." for words in misfits)


def _misfits(edition: Edition) -> Iterator[str]:
    document = edition.data
    content = {name: value for name, value in document.items() if name != "as_of"}
    if hashlib.sha256(canonical(content).encode()).hexdigest() != edition.content_hash:
        yield "does not have the hash of its content"
    if any(document[name] != getattr(edition, name) for name in ("title", "summary", "language", "kind")):
        yield "has another title, summary, language or kind than its document"
    if not edition.renderings.all():
        yield "has no rendering"
    html = render_document(document)
    for rendering in edition.renderings.all():
        try:
            require_equal(rendering.html, html, name="")
            is_equal = ADDRESS.findall(rendering.html) == ADDRESS.findall(html)
        except NotEqual:
            is_equal = False
        if not is_equal:
            yield f"has a rendering ({rendering.renderer}) that its document does not give"
    yield from _uses(edition, document, html)


def _uses(edition: Edition, document: dict, html: str) -> Iterator[str]:
    fields = ("key", "role", "vintage_id", "text")
    stored = sorted(tuple(str(getattr(use, name)) for name in fields) for use in edition.figure_uses.all())
    if stored != sorted(tuple(str(use[name]) for name in fields) for use in figure_uses(document)):
        yield "has other figures on record than its document"
    if {use.image.sha256 for use in edition.image_uses.all()} != set(PICTURE.findall(html)):
        yield "has other pictures on record than its document"
    cited = sorted(str(key) for key, _source in cited_sources(document))
    if sorted(str(citation.block_key) for citation in edition.citations.all()) != cited:
        yield "has other citations on record than its document"
    if any((one.language, one.publish_at) != (edition.language, edition.publish_at) for one in edition.citations.all()):
        yield "has citations of another language or date"


def published() -> Iterator[str]:
    """Each publication that the log knows is there with the hash that the log has, and no other."""
    events = Event.objects.filter(act__in=[*PUBLISHED, CANCEL.name], target_type="article").order_by("pk")
    logged = {}
    for act, article, number, sha256 in events.values_list("act", "target_id", "detail__edition", "detail__sha256"):
        logged[article, number] = None if act == CANCEL.name else sha256
    stored = {
        (article, number): sha256
        for article, number, sha256 in Edition.objects.values_list("article", "number", "sha256").iterator()
    }
    for article, number in sorted(logged.keys() | stored.keys()):
        name = f"The edition {number} of the article {article}"
        wanted, present = logged.get((article, number)), stored.get((article, number))
        if wanted and not present:
            yield f"{name} is missing; the log has its publication."
        elif present and not wanted:
            yield f"{name} is not in the log."
        elif wanted != present:
            yield f"{name} has another hash than the log."


def pictures() -> Iterator[str]:
    """Every picture has its file, whose name and hash agree, and every file in the folder is that of a picture."""
    folder = Path(settings.MEDIA_ROOT)
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    names = dict(Image.objects.values_list("file", "sha256"))
    for name, sha256 in sorted(names.items()):
        if not (folder / name).is_file():
            yield f"The picture {name} is missing."
        elif sha256_of(folder / name) != sha256 or not name.startswith(f"{sha256}."):
            yield f"The picture {name} was changed."
    orphans = sorted(files - names.keys())
    yield from (f"The file {name} is in {folder}, but is no picture of the site." for name in orphans)


def current_values() -> Iterator[str]:
    yield from (f"{observation} does not hold its newest applied value." for observation in check_current())
    yield from (f"{series} is shown with another value than its newest." for series in wrong_newest())


def search_index() -> Iterator[str]:
    """Search knows the latest and the waiting edition of each article that is not taken down, with their words."""
    editions = to_be_found().select_related("article__workflow__address").order_by("pk")
    for edition in editions.iterator(CHUNK):
        try:
            wanted = entry(edition, edition.article.workflow)
            row = {"kind": wanted.kind, "target_id": wanted.target_id, "language": wanted.language} | wanted.shown()
            del row["places"]  # depends on the names that areas have had meanwhile
        except (ValueError, LookupError, AttributeError, NoReverseMatch):  # `editions` says what is wrong with it
            continue
        if not SearchDocument.objects.filter(**row).exists():
            yield f"Search does not have the edition {edition.pk} ({edition}) as it is."
    shown = Edition.objects.filter(article__workflow__taken_down_at=None, held_at=None)
    others = SearchDocument.objects.filter(kind="edition").exclude(target_id__in=shown.values("pk"))
    for row in others:
        yield f"Search has “{row}” ({row.target_id}), which readers must not find."


def log(made: Manifest) -> Iterator[str]:
    """The log only grows: what it said when the backup was made it still says."""
    for name, then in made.log.items():
        now = log_state(LOG[name], like=then)
        if (now.count, now.sha256) != (then.count, then.sha256):
            yield (
                f"The {LOG[name]._meta.verbose_name_plural} up to number {then.last_id} are not those of the backup: "
                f"{now.count} rows, {then.count} in the backup."
            )
