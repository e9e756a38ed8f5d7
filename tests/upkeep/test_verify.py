"""`manage.py verify` finds each kind of damage, done here by raw SQL past the triggers."""

import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from briefings.articles.models import Edition
from briefings.upkeep import manifest
from briefings.upkeep import verify as verify_module
from briefings.upkeep.verify import faults

from .damage import sql


@pytest.fixture
def edition(site, db):
    """A public edition with a block of every kind."""
    return Edition.objects.get(pk=site.editions[0].pk)


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
    "date of a citation": (
        "UPDATE briefings_citation SET publish_at = '2020-01-01 00:00:00+00:00' WHERE edition_id = {edition}",
        "has citations of another language or date",
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


EVENTS = " ON briefings_event" if connection.vendor == "postgresql" else ""
REPLACED = {
    "sqlite": [
        "DROP TRIGGER keep_event_update",
        "CREATE TRIGGER keep_event_update BEFORE UPDATE ON briefings_event BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION keep_event_update() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
    ],
}[connection.vendor]
STRANGE = {
    "sqlite": ["CREATE TRIGGER keep_user_update BEFORE UPDATE ON briefings_user BEGIN SELECT 1; END"],
    "postgresql": [
        "CREATE TRIGGER keep_user_update BEFORE UPDATE ON briefings_user"
        " FOR EACH ROW EXECUTE FUNCTION keep_event_update()",
    ],
}[connection.vendor]
DISABLED = ["ALTER TABLE briefings_event DISABLE TRIGGER keep_event_update"]


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        ([f"DROP TRIGGER keep_event_update{EVENTS}"], "The trigger keep_event_update is missing."),
        (REPLACED, "The trigger keep_event_update was changed."),
        (STRANGE, "The trigger keep_user_update is not one of ours."),
        pytest.param(
            DISABLED,
            "The trigger keep_event_update was changed.",
            marks=pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite disables no trigger."),
        ),
    ],
    ids=["missing", "replaced", "strange", "disabled"],
)
def test_triggers_that_are_not_those_wanted_are_found(site, db, statements, fault):
    for statement in statements:
        connection.cursor().execute(statement)
    assert list(faults()) == [fault]


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


@pytest.mark.parametrize(
    "content", [{"parts": "x"}, {"parts": [1]}, {"log": {"event": {}}}, {"counts": 3}, {}], ids=str
)
def test_command_refuses_a_manifest_of_another_shape_with_a_right_digest(site, db, tmp_path, content):
    whole = {"format": manifest.FORMAT, "made_by": manifest.MADE_BY, "parts": [], "log": {}, "counts": {}} | content
    (tmp_path / "manifest.json").write_text(manifest.formatted(whole, manifest.digest(whole)))
    with pytest.raises(CommandError, match="is not the manifest of a backup"):
        verify(str(tmp_path))
