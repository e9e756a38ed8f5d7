"""Field by field: what changed, from what to what, by whom; never a secret, never an address."""

import pytest
from django.db import DatabaseError, connection, transaction

from briefings.articles.models import ArticleByline, Byline
from briefings.history.field_changes import unrecorded
from briefings.history.models import Event, FieldChange
from briefings.initiatives.models import Milestone
from tests import make
from tests.articles.scenes import rewrite
from tests.kinds import RichTextBlock
from tests.people import PASSWORD


def last():
    return FieldChange.objects.latest("pk")


def changes_of(thing):
    about = FieldChange.objects.about(thing).order_by("pk")
    return [change.changes for change in about if change.act == "change"]


def test_both_values_are_kept_whichever_way_the_change_came(db):
    topic = make.topic("Ports")
    topic.name_en = "Harbours"
    topic.save()
    assert changes_of(topic) == [{"name_en": ["Ports", "Harbours"]}]
    assert (last().by_name, last().realm, last().target_label) == ("system", "articles", "Harbours")


def test_saving_without_a_change_leaves_nothing(db):
    topic = make.topic("Ports")
    topic.save()
    assert changes_of(topic) == []


def test_adding_and_deleting_tell_what_was_there_and_stay_when_the_thing_is_gone(db):
    byline = Byline.objects.create(name="A. Reporter")
    byline.delete()
    rows = FieldChange.objects.filter(target_type="byline").order_by("pk").values_list("act", "changes")
    assert list(rows) == [("add", {"name": [None, "A. Reporter"]}), ("delete", {"name": ["A. Reporter", None]})]


def test_in_the_administration_the_change_has_the_name_of_who_made_it(editor, signed_in):
    topic = make.topic("Ports", slug="ports")
    form = {"name_en": "Harbours", "name_es": "", "slug": "ports"}
    response = signed_in(editor).post(f"/admin/briefings/topic/{topic.pk}/change/", form)
    assert response.status_code == 302
    assert (last().by_id, last().by_name, last().changes) == (editor.pk, "elena", {"name_en": ["Ports", "Harbours"]})
    assert not Event.objects.get(act="change").detail


def test_user_of_a_request_is_forgotten_after_it(editor, signed_in):
    signed_in(editor).get("/admin/")
    topic = make.topic()
    topic.name_en = "Later"
    topic.save()
    assert last().by_id is None


def test_foreign_keys_are_logged_with_key_and_label(db):
    ministry, institute = make.source("Ministry"), make.source("Institute")
    impact = make.impact(source=ministry)
    impact.source = institute
    impact.save()
    assert changes_of(impact) == [
        {"source": [{"pk": ministry.pk, "label": "Ministry"}, {"pk": institute.pk, "label": "Institute"}]}
    ]


def test_change_of_a_block_is_logged_on_its_article(author):
    article = make.article("Ports", by=author, blocks=[(RichTextBlock, {"html": "<p>Three ports.</p>"})])
    rewrite(article, by=author, html="<p>Four ports.</p>")
    change = last()
    assert (change.target_type, change.target_id, change.target_label) == ("article", article.pk, "Ports")
    assert (change.part_type, change.part_label) == ("richtextblock", "text: Four ports.")
    assert change.changes == {"html": ["<p>Three ports.</p>", "<p>Four ports.</p>"]}


def test_creation_logs_nothing_before(author):
    make.article("Ports", by=author, blocks=[(RichTextBlock, {"html": "<p>Three ports.</p>"})])
    added = FieldChange.objects.get(part_type="richtextblock", act="add").changes
    assert [before for before, _after in added.values()] == [None] * 3


def test_row_of_an_inline_is_logged_on_its_parent(db):
    initiative = make.initiative("Crops")
    step = Milestone.objects.create(initiative=initiative, title_en="Law passed")
    step.delete()
    assert (last().act, last().target_label, last().part_label) == ("delete", "Crops", "Law passed")


@pytest.mark.parametrize("from_the_other_side", [False, True])
def test_relations_log_what_was_added_and_removed(author, from_the_other_side):
    article, ports, drugs = make.article(by=author), make.topic("Ports"), make.topic("Drugs")
    if from_the_other_side:
        ports.articles.add(article)
        drugs.articles.add(article)
        ports.articles.clear()
    else:
        article.topics.set([ports, drugs])
        article.topics.remove(ports)
    told = changes_of(article)
    assert sorted(label for change in told for label in change["topics"][1]) == ["Drugs", "Ports"]
    assert [change["topics"] for change in told if change["topics"][0]] == [[["Ports"], []]]


def test_clearing_a_relation_logs_its_former_members(author):
    article, ports, _other = make.article(by=author), make.topic("Ports"), make.topic("Drugs")
    article.topics.add(ports)
    article.topics.clear()
    assert changes_of(article)[-1] == {"topics": [["Ports"], []]}


def test_roles_set_without_a_form_are_logged(author):
    author.groups.clear()
    assert changes_of(author)[-1] == {"groups": [["Author"], []]}


def test_secrets_are_masked(author):
    author.set_password("another horse battery")
    author.save()
    assert changes_of(author)[-1] == {"password": ["•••", "•••"]}
    everything = str(list(FieldChange.objects.values()))
    assert "$" not in everything and author.password not in everything


def test_sign_in_is_not_logged(author, reader):
    before = FieldChange.objects.count()
    reader.login(username=author.username, password=PASSWORD)
    assert FieldChange.objects.count() == before
    names = {field.name for field in FieldChange._meta.fields}
    assert not {name for name in names if "addr" in name or "port" in name or "mail" in name}


def test_nothing_is_recorded_within_unrecorded(author):
    article = make.article(by=author)
    before = FieldChange.objects.count()
    with unrecorded():
        make.topic().articles.add(article)
    assert FieldChange.objects.count() == before


CHANGING = [
    "UPDATE briefings_fieldchange SET by_name = 'forged'",
    "DELETE FROM briefings_fieldchange",
    "INSERT OR REPLACE INTO briefings_fieldchange SELECT * FROM briefings_fieldchange",
    "TRUNCATE briefings_fieldchange",
    "TRUNCATE briefings_event",
]


@pytest.mark.parametrize("statement", CHANGING)
def test_sql_meets_the_trigger(db, statement):
    if statement.startswith("TRUNCATE" if connection.vendor == "sqlite" else "INSERT OR"):
        pytest.skip("the other database's words")
    make.topic()
    before = list(FieldChange.objects.values())
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement)
    assert before and list(FieldChange.objects.values()) == before


def test_querysets_meet_the_trigger(db):
    make.topic()
    for forge in (
        lambda: FieldChange.objects.update(by_name="forged"),
        lambda: FieldChange.objects.all().delete(),
        lambda: FieldChange.objects.all()._raw_delete("default"),
        last().delete,
        last().save,
    ):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            forge()


def test_rows_of_bylines_are_not_logged_twice(author):
    article, byline = make.article(by=author), Byline.objects.create(name="A. Reporter")
    before = FieldChange.objects.count()
    ArticleByline.objects.create(article=article, byline=byline)
    assert FieldChange.objects.count() == before
