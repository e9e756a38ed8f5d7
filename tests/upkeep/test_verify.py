"""`manage.py verify` finds each kind of damage, done here by raw SQL past the triggers."""

import contextlib
import hashlib
import json
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from briefings import triggers
from briefings.articles.actions import publish
from briefings.articles.models import Edition
from briefings.history.models import Event
from briefings.upkeep import manifest
from briefings.upkeep import verify as verify_module
from briefings.upkeep.manifest import Manifest, log_state
from briefings.upkeep.verify import faults, log

from .. import make, moments
from ..articles.scenes import seen
from ..people import member
from ..world import published_things


@pytest.fixture(scope="module")
def site(module_db):
    people = SimpleNamespace(author=member("author"), editor=member("editor"))
    world = published_things(people)
    article = make.approved("Roads", by=people.author, approver=people.editor)
    later = moments.now() + 24 * moments.HOUR
    publish(article, by=people.editor, seen=seen(article), change_kind="first", publish_at=later)
    return world


@pytest.fixture
def edition(site, db):
    """A public edition with a block of every kind."""
    return Edition.objects.get(pk=site.editions[0].pk)


@contextlib.contextmanager
def past_triggers():
    triggers.drop()
    yield
    triggers.install()


def sql(statement, *values):
    with past_triggers(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0, statement


def test_a_sound_site_passes(site, db):
    assert list(faults()) == []


DAMAGE = {
    "document": (
        "UPDATE briefings_edition SET document = replace(document, '4886', '4887') WHERE id = {edition}",
        "does not have the hash of its document",
    ),
    "content hash": (
        "UPDATE briefings_edition SET content_hash = sha256 WHERE id = {edition}",
        "does not have the hash of its content",
    ),
    "title": (
        "UPDATE briefings_edition SET title = 'Calm ports' WHERE id = {edition}",
        "has another title, summary, language or kind than its document",
    ),
    "text of a rendering": (
        "UPDATE briefings_rendering SET html = replace(html, 'Three ports', 'Two ports') WHERE edition_id = {edition}",
        "that its document does not give",
    ),
    "link in a rendering": (
        "UPDATE briefings_rendering SET html = replace(html, 'href=\"/en/', 'href=\"https://evil.example/')"
        " WHERE edition_id = {edition}",
        "that its document does not give",
    ),
    "rendering deleted": ("DELETE FROM briefings_rendering WHERE edition_id = {edition}", "has no rendering"),
    "figure": (
        "UPDATE briefings_figureuse SET text = '1' WHERE edition_id = {edition} AND role = 'value'",
        "has other figures on record than its document",
    ),
    "use of a picture": (
        "DELETE FROM briefings_imageuse WHERE edition_id = {edition}",
        "has other pictures on record than its document",
    ),
    "citation": (
        "DELETE FROM briefings_citation WHERE edition_id = {edition}",
        "has other citations on record than its document",
    ),
    "current value": (
        "UPDATE briefings_observation SET current_value = 1 WHERE current_value = 4886",
        "does not hold its newest applied value",
    ),
    "vintage": (
        "UPDATE briefings_vintage SET value = 1 WHERE value = 4886",
        "does not hold its newest applied value",
    ),
    "search row deleted": ("DELETE FROM briefings_searchdocument WHERE target_id = {edition}", "Search does not have"),
    "search row of a waiting edition": (
        "UPDATE briefings_searchdocument SET public_from = '2020-01-01 00:00:00+00:00' WHERE title = 'Roads'",
        "Search does not have",
    ),
    "search row of what is taken down": (
        "UPDATE briefings_workflow SET taken_down_at = '2020-01-01 00:00:00+00:00', withdrawal_reason = 'Forged.'"
        " WHERE article_id = {article}",
        "which readers must not find",
    ),
}


@pytest.mark.parametrize(("statement", "words"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found(edition, statement, words):
    sql(statement.format(edition=edition.pk, article=edition.article_id))
    assert any(words in fault for fault in faults())


def test_edition_rewritten_with_its_hashes_differs_from_the_log(edition):
    """The log has the hash of every publication; the manifest of a backup proves the log."""
    forged = edition.document.replace("Ports under pressure", "Ports at peace")
    document = json.loads(forged)
    content = manifest.canonical({name: value for name, value in document.items() if name != "as_of"})
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in (forged, content)]
    sql(
        "UPDATE briefings_edition SET document = %s, title = %s, sha256 = %s, content_hash = %s WHERE id = %s",
        forged, document["title"], *hashes, edition.pk,
    )  # fmt: skip
    assert any("has another hash than the log" in fault for fault in faults())


@pytest.mark.parametrize("document", ["", "{}", "[1]", '{"blocks": [{"type": "song"}], "language": "en"}'])
def test_document_that_is_none_is_a_fault_and_no_crash(edition, document):
    sha256 = hashlib.sha256(document.encode()).hexdigest()
    sql("UPDATE briefings_edition SET document = %s, sha256 = %s WHERE id = %s", document, sha256, edition.pk)
    assert any("has a document that cannot be rendered" in fault for fault in faults())


def test_database_that_cannot_be_read_is_a_fault(site, db, monkeypatch):
    def broken():
        raise DatabaseError("disk image is malformed")

    monkeypatch.setattr(verify_module, "current_values", broken)
    assert list(faults()) == ["The database cannot be read: disk image is malformed."]


def test_edition_that_vanished_is_in_the_log(edition):
    sql(f"UPDATE briefings_edition SET number = 9, change_kind = 'minor' WHERE id = {edition.pk}")
    words = " ".join(faults())
    assert f"The edition 1 of the article {edition.article_id} is missing; the log has its publication." in words
    assert f"The edition 9 of the article {edition.article_id} is not in the log." in words


def test_missing_and_strange_triggers_are_found(site, db):
    (table,) = {rule.table for rule in triggers.RULES if rule.name == "keep_event_update"}
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    connection.cursor().execute(f"DROP TRIGGER keep_event_update{on_table}")
    assert list(faults()) == ["The trigger keep_event_update is missing."]


@pytest.fixture
def picture(site):
    path = Path(settings.MEDIA_ROOT) / site.images[0].file.name
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


def test_missing_picture_is_found(picture, db):
    picture.unlink()
    assert list(faults()) == [f"The picture {picture.name} is missing."]


def test_changed_picture_is_found(picture, db):
    picture.write_bytes(picture.read_bytes()[:-1] + b"\0")
    assert list(faults()) == [f"The picture {picture.name} was changed."]


def test_orphan_file_is_found(site, db):
    path = Path(settings.MEDIA_ROOT) / "notes.txt"
    path.write_text("Left behind.")
    try:
        assert list(faults()) == [f"The file notes.txt is in {path.parent}, but is no picture of the site."]
    finally:
        path.unlink()


def test_what_is_wrong_only_while_somebody_writes_is_no_fault(site, db, monkeypatch):
    """The file of a picture is there before its row is committed."""
    path = Path(settings.MEDIA_ROOT) / "new.png"
    path.write_bytes(b"x")
    look, looks = verify_module.pictures, []

    def upload_ends():
        found = list(look())
        looks.append(found)
        path.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(verify_module, "pictures", upload_ends)
    assert list(faults()) == []
    assert [len(found) for found in looks] == [1, 0]


# --- the log against a manifest


@pytest.fixture
def made(site, db):
    log = {name: log_state(model) for name, model in manifest.LOG.items()}
    fields = {name: vars(state) for name, state in log.items()}
    return Manifest({"log": fields}, "")


def test_log_that_has_grown_passes(made, author):
    make.article("News", by=author)
    assert Event.objects.count() > made.log["event"].count
    assert list(log(made)) == []


CHANGES = {
    "changed": "UPDATE briefings_event SET by_name = 'eva' WHERE id = (SELECT min(id) FROM briefings_event)",
    "shortened": "DELETE FROM briefings_event WHERE id = (SELECT max(id) FROM briefings_event)",
    "moved": "UPDATE briefings_event SET id = 1000000 WHERE id = (SELECT min(id) FROM briefings_event)",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_log_that_was_rewritten_is_found(made, statement):
    sql(statement)
    (fault,) = log(made)
    assert f"up to number {made.log['event'].last_id} are not those of the backup" in fault


def test_row_that_was_committed_late_is_none_that_was_added(made):
    """A transaction that was open when the backup began has a lower number than one that had ended."""
    with past_triggers(), connection.cursor() as cursor:
        cursor.execute("UPDATE briefings_event SET id = 1000001 WHERE id = (SELECT max(id) FROM briefings_event)")
    then = log_state(Event)
    assert then.gaps[-1][1] == 1000000
    with past_triggers(), connection.cursor() as cursor:
        row = Event.objects.order_by("pk").first()
        row.pk = 1000000
        row.save(force_insert=True)
    assert log_state(Event) != then
    assert log_state(Event, like=then).sha256 == then.sha256


# --- the command


def verify(*words):
    out = StringIO()
    call_command("verify", *words, stdout=out)
    return out.getvalue()


def test_command_says_that_nothing_is_wrong(site, db):
    assert verify() == (
        "Nothing is wrong: editions, pictures, values, triggers and search; the log was compared with no backup.\n"
    )


def test_command_ends_with_1(edition):
    sql(f"UPDATE briefings_edition SET title = 'Calm ports' WHERE id = {edition.pk}")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", stdout=out)
    assert ended.value.code == 1
    assert "has another title" in out.getvalue()


def test_command_refuses_what_is_no_manifest(site, db, tmp_path):
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(CommandError, match="is not the manifest of a backup"):
        verify(str(tmp_path))
