"""Every address of the administration × everybody: the resolver is walked, the table is written by hand.

A: the author of the article, O: another author, E: editor, N: analyst, D: administrator, U: auditor.
"""

import copy

import pytest
from django.contrib import admin
from django.urls import URLPattern, reverse
from django.utils import timezone

from briefings.articles.actions import submit
from briefings.articles.models import Byline
from briefings.history.models import Event
from briefings.mail.models import Mail
from briefings.search.models import Synonyms
from briefings.statistics.actions import importing
from briefings.statistics.importing.mapping import Mapping
from briefings.statistics.importing.questions import Answers
from briefings.statistics.models import Batch
from briefings.upkeep.models import EmergencySwitches
from tests import make, valid_html
from tests.people import member
from tests.world import picture

ALL, NOBODY = "AOENDU", ""
STAFF_PAGES = {"index", "password_change_done", "jsi18n", "app_list"}
SITE_PAGES = {
    "calendar": "AOENU", "log": "ENDU", "guide": ALL, "roles": ALL, "roles_of": "ODU", "emergencies": "D",
    "emergency_act": "D",
}  # fmt: skip
SITE_POSTS = {"log_export": "ENDU"}
# These answer by other rules and are tested where they belong.
NO_PAGE = {"login", "logout", "password_change", "autocomplete", "view_on_site"}
LEADS_ON = {"briefings_article_next"}  # redirects
ONLY_POST = {
    "article_new_preview": "AOEN", "article_presence": "AENU", "batch_apply": "EN", "batch_reject": "EN",
    "batch_force": NOBODY, "batch_review": "EN",
}  # fmt: skip

# Who reads which page of which model: list, form or reading page, adding, deleting, history.
MODELS = {
    #              list     change   add     delete  history
    "area": (ALL, ALL, "N", NOBODY, "NU"),
    "article": ("AOENU", "AENU", "AOEN", NOBODY, "AEU"),
    "batch": (ALL, ALL, NOBODY, NOBODY, "NU"),
    "byline": (ALL, ALL, "E", "E", "EU"),
    "datatable": (ALL, ALL, "N", NOBODY, "NU"),
    "edition": ("ENU", "ENU", NOBODY, NOBODY, "EU"),
    "event": ("ENDU", "EU", NOBODY, NOBODY, "EU"),
    "image": (ALL, ALL, "AOEN", "E", "EU"),
    "impact": (ALL, ALL, "EN", NOBODY, "EU"),
    "importfile": ("N", NOBODY, "N", NOBODY, "N"),  # the form leads to the page where the import was left
    "indicator": (ALL, ALL, "N", NOBODY, "NU"),
    "initiative": (ALL, ALL, "EN", NOBODY, "EU"),
    "mail": ("D", "D", NOBODY, NOBODY, "D"),
    "release": (ALL, ALL, "N", NOBODY, "NU"),
    "series": (ALL, ALL, "N", NOBODY, "NU"),
    "source": (ALL, ALL, "AOEN", NOBODY, "NU"),
    "synonyms": (ALL, ALL, "E", "E", "EU"),
    "topic": (ALL, ALL, "E", NOBODY, "EU"),
    "user": ("D", "D", NOBODY, NOBODY, "D"),
}
OTHER_PAGES = {
    "article_link_targets": "AOEN",
    "article_preview": "AENU",
    "article_typed": "AOEN",
    "article_act": "AEN",
    "article_comments": "AENU",
    "article_block_content": "AOEN",
    "article_fix": "A",
    "article_next": "AENU",
    "article_other_language": "AENU",
    "article_versions": "AENU",
    "article_version": "AENU",
    "article_compare": "AENU",
    "article_changes": "AENU",
    "edition_forced": "EU",
    "edition_second_look": "ENU",
    "article_checklist": "AENU",
    "article_share": "AE",
    "byline_visibility": "E",
    "image_thumbnail": ALL,
    "image_picture": ALL,
    "batch_undo": "N",
    "series_start": "N",
    "series_values": ALL,
    "series_new_values": "N",
    "series_value": ALL,
    "series_printed": ALL,
    "series_prefer": "N",
    "series_show": "N",
    "datatable_preview": ALL,
    "importfile_columns": "N",
    "importfile_scan": NOBODY,  # all is read: it leads on
    "importfile_questions": "N",
    "importfile_preview": "N",
    "importfile_discard": "N",
    "user_invite": "D",
    "user_act": "D",
    "user_articles": NOBODY,  # only for an account that is shut: tests/accounts/test_people_admin.py
}
# Who may post the form of a thing that is there.
CHANGERS = {
    "area": "N", "article": "AE", "batch": NOBODY, "byline": "E", "datatable": "N", "edition": NOBODY, "event": NOBODY,
    "image": "AOEN", "impact": "EN", "importfile": "N", "indicator": "N", "initiative": "EN", "mail": NOBODY,
    "release": "N", "series": "N", "source": "N", "synonyms": "E", "topic": "E", "user": "D",
}  # fmt: skip
PAGES = ("changelist", "change", "add", "delete", "history")


def expected():
    """The table as one: pattern name → letters of those who get the page."""
    table = dict.fromkeys(STAFF_PAGES, ALL) | {name: people for name, people in OTHER_PAGES.items() if "auth" in name}
    table |= {f"briefings_{name}": people for name, people in OTHER_PAGES.items() if "auth" not in name} | SITE_PAGES
    for model, columns in MODELS.items():
        table |= {f"briefings_{model}_{page}": people for page, people in zip(PAGES, columns, strict=True)}
    return table


def patterns(urls):
    for pattern in urls:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern.url_patterns)


def named_patterns():
    return {pattern.name: pattern for pattern in patterns(admin.site.get_urls()) if pattern.name}


@pytest.fixture
def people(author, other_author, editor, analyst, administrator, auditor, signed_in):
    everybody = zip(ALL, (author, other_author, editor, analyst, administrator, auditor), strict=True)
    return {letter: signed_in(person) for letter, person in everybody}


def imported_file(series):
    """A file of the analyst that is ready for its preview."""
    read = importing.read_file(b"Year,Total\n2024,7065\n")
    file = importing.upload_file(series.source, read, name="a.csv", by=member("analyst"))
    mapping = Mapping(roles={0: "year", 1: "value"}, indicator=series.indicator_id, area=series.area_id)
    importing.choose_columns(file, mapping)
    importing.scan_step(file)
    importing.answer(file, Answers(known_on="2025-01-31"))
    return file


@pytest.fixture(scope="module")
def stored_things(module_db):
    author, editor = member("author"), member("editor")
    series = make.series()
    make.recorded(series, {"2023": "8248"})
    mail = Mail.objects.create(act="submit", person=editor, target_type="article", target_id=1, attempts=1)
    edition = make.edition(by=author, approver=editor)
    submit(make.reword(edition.article), by=author)
    found = [
        series, series.area, series.indicator, series.source, edition, edition.article, Batch.objects.get(),
        Byline.objects.create(name="Ana"), Event.objects.filter(realm="articles").first(), make.data_table(),
        picture("red", by=member("analyst"), alt="A pier"), make.impact(), make.initiative(), make.release(),
        make.topic(), Synonyms.objects.create(words="sicariato\ncontract killing"), member("other_author"), mail,
        imported_file(series),
    ]  # fmt: skip
    return {thing._meta.model_name: thing for thing in found} | {"observation": series.observations.get()}


@pytest.fixture
def things(stored_things, db):
    return copy.deepcopy(stored_things)


def address(name, pattern, things):
    """The pattern's address for the sample of its model."""
    model = name.removeprefix("auth_").removeprefix("briefings_").split("_")[0]
    act = {"user": "change_roles", "emergency": "close_desk"}.get(model, "start_translation")
    values = {
        "app_label": "briefings", "act": act, "about": "series",
        "number": 1 if name.endswith("_version") else things["user"].pk, "key": things["observation"].pk,
    }  # fmt: skip
    converters = pattern.pattern.converters or pattern.pattern.regex.groupindex
    return reverse(f"admin:{name}", kwargs={part: values.get(part) or things[model].pk for part in converters})


def test_table_names_every_address():
    only_post = {f"briefings_{name}" for name in ONLY_POST} | set(SITE_POSTS)
    assert set(named_patterns()) == set(expected()) | NO_PAGE | only_post


@pytest.mark.slow
def test_everybody_gets_the_pages_of_the_table_and_no_other(people, things):
    wrong = []
    for name, allowed in expected().items():
        url = address(name, named_patterns()[name], things)
        for letter, client in people.items():
            status = client.get(url, follow=name in LEADS_ON).status_code
            if (status == 200) != (letter in allowed):
                wrong.append(f"{name} {letter}: {status}")
    assert wrong == []


@pytest.mark.slow
def test_every_page_is_valid_html(people, things):
    valid_html.skip_without_checker()
    pages = {}
    for name, allowed in expected().items():
        if allowed and name not in ("jsi18n", "briefings_image_thumbnail", "briefings_image_picture"):
            answer = people[allowed[0]].get(address(name, named_patterns()[name], things), follow=name in LEADS_ON)
            if answer["Content-Type"].startswith("text/html") and answer.text.lstrip()[:2] == "<!":
                pages[name] = answer.text
    assert len(pages) > 80
    assert valid_html.faults(pages) == []


def test_anonymous_reader_is_sent_to_the_login_everywhere(things, reader):
    for name, pattern in named_patterns().items():
        if name in NO_PAGE:
            continue
        for answer in (reader.get(address(name, pattern, things)), reader.post(address(name, pattern, things))):
            assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/admin/login/"), name


def test_nobody_posts_the_form_of_a_thing_that_is_not_theirs_to_change(people, things):
    wrong = []
    for model, allowed in CHANGERS.items():
        url = reverse(f"admin:briefings_{model}_change", args=[things[model].pk])
        for letter, client in people.items():
            status = client.post(url, {}).status_code
            if status in (403, 404) if letter in allowed else status not in (403, 404, 302):
                wrong.append(f"{model} {letter}: {status}")
    for name, allowed in ONLY_POST.items():
        url = address(f"briefings_{name}", named_patterns()[f"briefings_{name}"], things)
        for letter, client in people.items():
            if letter not in allowed and client.post(url, {}).status_code not in (403, 404):
                wrong.append(f"{name} {letter}")
    assert wrong == []


def test_superuser_without_a_role_gets_every_page(things, superuser, signed_in):
    client = signed_in(superuser)
    for name, allowed in expected().items():
        if allowed and not name.endswith("_delete"):
            page = client.get(address(name, named_patterns()[name], things), follow=name in LEADS_ON)
            assert page.status_code == 200, name


@pytest.mark.slow
def test_no_page_of_a_read_only_desk_fails(people, things, administrator):
    EmergencySwitches.objects.update_or_create(pk=1, defaults={"read_only_since": timezone.now(), "reason": "A breach"})
    wrong = []
    for name, allowed in expected().items():
        url = address(name, named_patterns()[name], things)
        for letter in allowed:
            answer = people[letter].get(url, follow=name in LEADS_ON)
            if answer.status_code != 200 and b"read-only since" not in answer.content:
                wrong.append(f"{name} {letter}: {answer.status_code}")
    assert wrong == []
