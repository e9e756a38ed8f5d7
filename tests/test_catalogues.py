"""What `manage.py catalogues` says about catalogues, what it compiles, and that ours has every text of the code."""

import ast
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from briefings.management.commands.catalogues import problems_of

pytestmark = pytest.mark.once

HEADER = r"""msgid ""
msgstr ""
"Language: es\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""
CATALOGUE = (
    HEADER
    + r"""
#: briefings/roles.py
msgctxt "role"
msgid "Author"
msgstr "Autora o autor"

msgid "%(count)s victim"
msgid_plural "%(count)s victims"
msgstr[0] "%(count)s víctima"
msgstr[1] "%(count)s víctimas"

msgid ""
"Said “twice”,\n"
"on two lines."
msgstr ""
"Dicho «dos veces»,\n"
"en dos líneas."

#, fuzzy
msgid "Guessed"
msgstr "Adivinado"
msgid "Bare"
msgstr ""

msgid "%(count)s place"
msgid_plural "%(count)s places"
msgstr[0] "%(count)s lugar"
msgstr[1] ""

#~ msgid "Gone"
#~ msgstr "Ido"
"""
)


def test_problems_name_untranslated_and_uncompiled_entries(settings, tmp_path):
    source = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    problems = problems_of(source)
    assert [problem.split(": ", 1)[1] for problem in problems[:3]] == [
        "not translated: “Guessed”",
        "not translated: “Bare”",
        "not translated: “%(count)s place”",
    ]
    assert "django.mo is not current" in problems[3]
    settings.LOCALE_PATHS = [tmp_path]
    call_command("catalogues")
    assert len(problems_of(source)) == 3


def test_text_that_is_there_twice_is_a_problem(tmp_path):
    """As after a merge; gettext refuses the whole file."""
    source = tmp_path / "django.po"
    source.write_text(HEADER + '\nmsgid "Home"\nmsgstr "Inicio"\n\nmsgid "Home"\nmsgstr "Portada"\n')
    assert problems_of(source)[0].endswith("there twice: “Home”")


def test_a_missing_plural_form_is_a_problem(tmp_path):
    """Readers would get English: as for “5 places”, where Spanish has a form of its own for millions."""
    source = tmp_path / "django.po"
    forms = "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;"
    texts = 'msgid "%(n)s place"\nmsgid_plural "%(n)s places"\nmsgstr[0] "%(n)s lugar"\nmsgstr[1] "%(n)s lugares"\n'
    source.write_text(HEADER.replace("nplurals=2; plural=(n != 1);", forms) + "\n" + texts)
    assert problems_of(source)[0].endswith("not translated: “%(n)s place”")


def test_check_fails_for_an_outdated_compiled_file(settings, tmp_path):
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(HEADER + '\nmsgid "Home"\nmsgstr "Inicio"\n')
    settings.LOCALE_PATHS = [tmp_path]
    with pytest.raises(CommandError, match="is not current"):
        call_command("catalogues", "--check")
    call_command("catalogues")
    assert problems_of(folder / "django.po") == []


PLACES = {"_": 0, "gettext": 0, "gettext_lazy": 0, "ngettext": 0, "ngettext_lazy": 0, "pgettext": 1, "pgettext_lazy": 1}


def texts_in(path):
    """The texts that a module translates. xgettext finds none within an f-string."""
    for call in ast.walk(ast.parse(path.read_text())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in PLACES:
            text = call.args[PLACES[call.func.id]]
            if isinstance(text, ast.Constant):
                yield text.value


def test_catalogue_has_the_texts_within_f_strings_too(settings):
    source = Path(settings.LOCALE_PATHS[0]) / "es" / "LC_MESSAGES" / "django.po"
    known = {entry.msgid for entry in polib.pofile(source)}
    modules = [path for path in (settings.BASE_DIR / "briefings").rglob("*.py") if "migrations" not in path.parts]
    missing = [f"{path.name}: {text}" for path in modules for text in texts_in(path) if text not in known]
    assert missing == []
