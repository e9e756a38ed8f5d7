"""The README and the decision records match the code."""

import re
from pathlib import Path

import polib
import pytest

from briefings.demo.loading.people import STAFF
from briefings.roles import ROLES

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "briefings/locale/es/LC_MESSAGES/django.po"
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
SETTINGS = "".join((ROOT / "ecuador_site" / name).read_text() for name in ("environment.py", "settings.py"))
RECORDS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))

TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
READ_BY_SETTINGS = set(
    re.findall(r"""(?:env\.[a-z]+|required_unless_local|whole_number)\(\s*["']([A-Z_]+)["']""", SETTINGS)
)
IN_THE_TABLE = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
COMMANDS = {path.stem for path in (ROOT / "briefings" / "management" / "commands").glob("[a-z]*.py")}
DJANGOS_COMMANDS = {"migrate", "collectstatic", "createsuperuser", "runserver"}


def rows_of_tree():
    """The paths under “Where things live”; an indented path is inside the folder above it."""
    block, folder = README.split("## Where things live")[1].split("##")[0], ""
    for indent, name in re.findall(r"^    ( *)(\S+)  +\S", block, re.MULTILINE):
        folder = "" if not indent else folder
        yield folder + name
        folder = name if not indent else folder


def test_make_commands_in_the_readme_exist():
    assert (
        set(re.findall(r"\bmake ([a-z-]+)\b(?=[ `\n]|$)", "\n".join(re.findall(r"`[^`\n]+`|^    .*", README, re.M))))
        <= TARGETS
    )


def test_readme_names_every_make_command():
    named = set(re.findall(r"make ([a-z-]+)", README))
    assert TARGETS - {"help"} <= named


def test_table_of_settings_is_complete():
    assert len(READ_BY_SETTINGS) > 8
    assert IN_THE_TABLE == READ_BY_SETTINGS


def test_exported_settings_are_in_the_table():
    assert set(re.findall(r"\b([A-Z][A-Z_]{3,})=", README)) - {"NAME", "QUICK", "ARGS"} <= IN_THE_TABLE


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name
)
def test_management_commands_in_the_pages_for_operators_exist(page):
    assert set(re.findall(r"(?:manage\.py|deploy/manage) ([a-z_]+)", page.read_text())) <= COMMANDS | DJANGOS_COMMANDS


@pytest.mark.parametrize("path", [path.partition("<")[0] for path in rows_of_tree()])
def test_paths_in_the_readme_exist(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#:]+)\)", README))
def test_linked_files_exist(target):
    assert (ROOT / target).is_file()


def test_roles_in_the_readme_are_those_of_the_code():
    table = README.split("## Roles")[1].split("##")[0]
    assert set(re.findall(r"^\| ([A-Z][a-z]+) \|", table, re.MULTILINE)) == set(ROLES)


@pytest.mark.parametrize("person", STAFF, ids=lambda person: person[1])
def test_readme_names_demonstration_staff_with_their_role(person):
    sentence = " ".join(README.split("demonstration's\nstaff are ")[1].split("\n\n")[0].split())
    assert re.search(rf"\b{person[1]}\b[^()]*\({person[4]}\)", sentence)


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_decision_is_short_complete_and_listed(record):
    text = record.read_text()
    assert len(text.splitlines()) <= 30
    for part in ["**Context.**", "**Decision.**", "**Cost.**"]:
        assert part in text
    assert f"({record.name})" in (record.parent / "README.md").read_text()


@pytest.mark.parametrize(
    ("name", "quoted", "language"), [("editing.md", "“(.+?)”", "en"), ("editing.es.md", "«(.+?)»", "es")]
)
def test_names_in_the_guides_for_editors_are_those_of_the_desk(name, quoted, language):
    guide = " ".join((ROOT / "docs" / name).read_text().split())
    named = {words.casefold() for words in re.findall(quoted, guide)}
    assert len(named) > 20
    said = [entry.msgid if language == "en" else entry.msgstr for entry in polib.pofile(CATALOGUE)]
    assert named <= {words.strip("…").casefold() for words in said}


def test_every_decision_has_a_number_of_its_own():
    numbers = [int(path.name[:2]) for path in RECORDS]
    assert len(set(numbers)) == len(numbers)


def test_every_make_command_is_listed_by_help_and_has_no_file_of_its_name():
    phony = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())
    assert phony == TARGETS


def test_smoke_names_tests_that_exist():
    for line in (ROOT / "tests" / "smoke.txt").read_text().split():
        path, _colons, name = line.partition("::")
        assert (ROOT / path).exists(), line
        assert not name or f"def {name}(" in (ROOT / path).read_text(), line
