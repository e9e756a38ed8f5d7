"""Every address of the administration, posted to by everybody: who is refused, and that nothing changed for them.

A: the author of the article, O: another author, E: editor, N: analyst, D: administrator, U: auditor.
"""

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import transaction

from briefings.signing_in import sessions
from tests import make

from .test_admin_urls import (
    ALL,
    CHANGERS,
    MODELS,
    NO_PAGE,
    NOBODY,
    ONLY_POST,
    SITE_PAGES,
    SITE_POSTS,
    STAFF_PAGES,
    address,
    named_patterns,
    people,
    stored_things,
    things,
)

__all__ = ["people", "stored_things", "things"]

# Who gets past the door with a post. Lists, histories and pages to read take one as they take a GET.
OTHERS = {
    "article_link_targets": "AOEN",
    "article_typed": "AOEN",
    "article_preview": "AE",
    "article_act": "AEN",
    "article_comments": "AEN",
    "article_block_content": "AOEN",
    "article_fix": "A",
    "article_next": "AENU",
    "article_other_language": "AENU",
    "article_versions": "AENU",
    "article_version": "AE",
    "article_compare": "AENU",
    "article_changes": "AENU",
    "edition_forced": "EU",
    "edition_second_look": "E",
    "article_checklist": "AENU",
    "article_share": "AE",
    "byline_visibility": "E",
    "image_thumbnail": ALL,
    "image_picture": ALL,
    "batch_undo": "N",
    "series_start": "N",
    "series_values": ALL,
    "series_new_values": "N",
    "series_value": "N",
    "series_printed": ALL,
    "series_prefer": "N",
    "series_show": "N",
    "datatable_preview": ALL,
    "importfile_columns": "N",
    "importfile_scan": "N",
    "importfile_questions": "N",
    "importfile_preview": "N",
    "importfile_discard": "N",
    "user_invite": "D",
    "user_act": "D",
    "user_articles": NOBODY,
}
ONLY_GET = {"password_change_done", "jsi18n"}
MAKERS = {
    "topic": "E", "source": "N", "indicator": "N", "series": "N", "filled_table": "N", "impact": "EN",
    "initiative": "EN",
}  # fmt: skip
AUTOCOMPLETED = {
    # model.field that is typed into: who may look up
    "series.indicator": ALL, "series.area": ALL, "series.source": ALL, "release.source": ALL, "vintage.release": ALL,
    "area.parent": ALL, "indicator.part_of": ALL, "article.topics": ALL, "article.related": "AOENU",
    "impact.area": ALL, "impact.source": ALL, "initiative.areas": ALL, "initiative.target_series": ALL,
    "datatableblock.table": ALL, "pictureblock.image": ALL, "workflow.owner": "D",
}  # fmt: skip
FORGED = {
    "post": "yes", "_save": "Save", "_make_public": "1", "name_en": "Forged", "name_es": "Forged", "title": "Forged",
    "slug": "forged", "name": "Forged", "act": "forged", "reason": "Forged", "reason_en": "Forged", "value": "1",
    "kind": "correction", "status": "A", "credibility": "3", "known_on": "2024-06-30", "new-known_on": "2024-06-30",
    "new-pasted": "2020 5", "rows-TOTAL_FORMS": "0", "rows-INITIAL_FORMS": "0", "password1": "forged horse battery",
    "password2": "forged horse battery", "usable_password": "true", "action": "make_selected_public",
    "roles": ["Administrator"], "email": "forged@example.org", "language": "en",
}  # fmt: skip


def expected():
    table = dict.fromkeys(STAFF_PAGES, ALL) | dict.fromkeys(ONLY_GET, NOBODY)
    table |= SITE_PAGES | SITE_POSTS
    table |= {f"briefings_{name}": letters for name, letters in (OTHERS | ONLY_POST).items()}
    for model, (listed, _change, add, delete, history) in MODELS.items():
        columns = {"changelist": listed, "change": CHANGERS[model], "add": add, "delete": delete, "history": history}
        table |= {f"briefings_{model}_{page}": letters for page, letters in columns.items()}
    return table


def everything():
    """Every row of ours, and the administration's own log; without the day of last use, which a later request notes."""
    models = [*apps.get_app_config("briefings").get_models(include_auto_created=True), LogEntry]
    rows = {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}
    for user in rows["briefings.User"]:
        del user["used_on"]
    return rows


def refused(answer):
    """403, 404, 405, or back to the desk, which is where a thing that one may not know of leads, or to one's own."""
    elsewhere = answer.status_code == 302 and answer.url in ("/admin/", "/admin/password_change/")
    return elsewhere or answer.status_code in (403, 404, 405)


def test_table_names_every_address_that_takes_a_post():
    assert set(named_patterns()) - NO_PAGE == set(expected())


@pytest.mark.slow
def test_whoever_is_not_in_the_table_posts_in_vain(people, things, reader, monkeypatch):
    monkeypatch.setattr(sessions, "NOTED_EVERY", 3600)  # however slow the machine, nobody's use of the day is noted
    before, wrong = everything(), []
    for name, allowed in expected().items():
        url = address(name, named_patterns()[name], things)
        answers = {letter: client.post(url, FORGED) for letter, client in people.items() if letter not in allowed}
        wrong += [f"{name} {letter}: {answer.status_code}" for letter, answer in answers.items() if not refused(answer)]
        anonymous = reader.post(url, FORGED)
        assert (anonymous.status_code, anonymous.url.partition("?")[0]) == (302, "/admin/login/"), name
    assert wrong == []
    after = everything()
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


@pytest.mark.slow
def test_whoever_is_in_the_table_gets_past_the_door(people, things):
    wrong = []
    for name, allowed in expected().items():
        url = address(name, named_patterns()[name], things)
        for letter in allowed:
            with transaction.atomic():
                answer = people[letter].post(url, {})
                transaction.set_rollback(True)
            if refused(answer) or answer.status_code not in (200, 302, 400, 409):  # 400: an empty copy, 409: a conflict
                wrong.append(f"{name} {letter}: {answer.status_code}")
    assert wrong == []


def test_only_those_of_the_table_make_things_public_in_a_list(people):
    for name, allowed in MAKERS.items():
        thing = getattr(make, name)(public=False)
        form = {"action": "make_selected_public", "_selected_action": [thing.pk], "post": "yes"}
        made = set()
        for letter, client in people.items():
            client.post(f"/admin/briefings/{thing._meta.model_name}/", form)
            thing.refresh_from_db()
            if thing.is_public:
                made.add(letter)
                type(thing).objects.filter(pk=thing.pk).update(public_since=None)
        assert made == set(allowed), name


def test_only_those_of_the_table_look_up(people, reader):
    for field, allowed in AUTOCOMPLETED.items():
        model, _dot, name = field.partition(".")
        asked = {"app_label": "briefings", "model_name": model, "field_name": name, "term": ""}
        answers = {letter: client.get("/admin/autocomplete/", asked) for letter, client in people.items()}
        assert {letter for letter, answer in answers.items() if answer.status_code == 200} == set(allowed), field
        assert reader.get("/admin/autocomplete/", asked).status_code == 302, field


def test_what_nobody_may_do_is_in_the_table_too():
    assert {name for name, letters in expected().items() if letters == NOBODY} >= {
        "briefings_edition_add", "briefings_edition_change", "briefings_event_delete", "briefings_batch_change",
    }  # fmt: skip
