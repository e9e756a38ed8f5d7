"""Words that readers and staff read: one thing has one name, and Django's Spanish agrees with every name."""

import re
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from briefings.lib.admin.search import plain
from tests import make

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "briefings/locale/es/LC_MESSAGES/django.po"
# Of Django's sentences, those that put an article or a participle beside a name that is filled in.
MASCULINE = re.compile(
    r"\bel ?(\{name\}|%\((verbose_|objects?_)?name\)s)|(name\w*|model)\)s seleccionado|“|Bienvenid|añadi", re.IGNORECASE
)
WITH_A_NAME = re.compile(r"\{name\}|%\(\w*name\w*\)s|%\(model\)s|Welcome")

OLD_SPANISH = (
    r"libros? de datos|libros del ministerio|conteos? tempranos?|notas? de prensa|artículo de origen|\b(no )?fiab|"
    r"cifras? destacadas?|cifras conocidas al|dato conocido el|conocida al|quien la publica|sin nombrar|explicativo|"
    r"sin fuente lo dice|da trabajo a|en solitario|escritorio|bienvenid|\bretirada|\bformación\b|"
    r"fue la más baja de|(estado|situación): normal"
)
OLD_ENGLISH = (
    r"in the long run|since when it is known|answers for (it|them|each)|on a page of its own|printed stays|"
    r"stands at one level|rests on (it|what|this)|makes work for|nothing changed since|readable again|"
    r"publish(ed)? alone|by force|course from|status: normal|^restore…?$"
)

FOUR_DIGITS = re.compile(r"(?<![\d.,])(?<!\d[ \u00a0\u202f])[1-9][ \u00a0\u202f]\d{3}\b(?![ \u00a0\u202f]\d{3})")


def texts(language):
    """Where it stands, and text: of the catalogue, and in Spanish of the demonstration."""
    for entry in polib.pofile(CATALOGUE):
        said = [entry.msgstr, *entry.msgstr_plural.values()] if language == "es" else [entry.msgid, entry.msgid_plural]
        yield entry.msgid[:60], " ".join(said)
    for path in (ROOT / "briefings/demo").glob("*.py"):
        yield path.name, path.read_text()


@pytest.mark.parametrize(("language", "old"), [("es", OLD_SPANISH), ("en", OLD_ENGLISH)])
def test_former_terms_are_gone(language, old):
    found = [(place, match[0]) for place, text in texts(language) for match in re.finditer(old, text, re.IGNORECASE)]
    assert found == []


def test_spanish_has_one_kind_of_quotation_mark():
    entries = polib.pofile(CATALOGUE)
    assert [
        entry.msgid for entry in entries if re.search("[“”]", entry.msgstr + "".join(entry.msgstr_plural.values()))
    ] == []
    for path in (ROOT / "briefings/demo").glob("*_es.py"):
        assert not re.search("[“”]", path.read_text()), path.name


def test_four_digits_stand_together_in_spanish_sentences():
    """In tables they are grouped: rows of the demonstration are lists."""
    found = [(place, match[0]) for place, text in texts("es") for match in FOUR_DIGITS.finditer(_without_rows(text))]
    assert found == []


def _without_rows(text):
    return re.sub(r"^\s*\[.*\],$", "", text, flags=re.MULTILINE)


def test_final_values_have_no_status_in_words(analyst, signed_in):
    observation = make.observation()
    series = observation.series
    for language, word in (("en", "normal"), ("es", "definitivo")):
        analyst.language = language
        analyst.save()
        page = signed_in(analyst).get(f"/admin/briefings/series/{series.pk}/values/{observation.pk}/").text
        assert f">{word}</td>" not in page and re.search(r'<td data-label="(Status|Estado)"></td>', page)


def test_django_sentences_agree_with_every_name():
    folder, wrong = Path(django.__file__).parent, []
    for app in ("contrib/admin", "contrib/auth"):
        for entry in polib.pofile(folder / app / "locale/es/LC_MESSAGES/django.po"):
            is_of_the_log = entry.msgid.startswith(("Added", "Changed", "Deleted"))  # Django's log, which is off
            if WITH_A_NAME.search(entry.msgid) and not entry.msgctxt and not is_of_the_log:
                with override("es"):
                    said = ngettext(entry.msgid, entry.msgid_plural, 1) if entry.msgid_plural else gettext(entry.msgid)
                if MASCULINE.search(said):
                    wrong.append(said)
    assert wrong == []


def test_saving_says_so_without_a_gender(analyst, signed_in):
    analyst.language = "es"
    analyst.save()
    source = make.source("Policía", slug="policia", reliability="B")
    client = signed_in(analyst)
    page = client.get(f"/admin/briefings/source/{source.pk}/change/")
    fields = {
        name: page.context["adminform"].form.initial.get(name) or "" for name in page.context["adminform"].form.fields
    }
    fields |= {"name_en": "Police", "releases-TOTAL_FORMS": "0", "releases-INITIAL_FORMS": "0"}
    answer = client.post(f"/admin/briefings/source/{source.pk}/change/", fields, follow=True)
    assert "se guardo «<a" in plain(answer.text) and "» (fuente)." in answer.text
    assert "Bienvenid" not in answer.text and "Hola," in answer.text
