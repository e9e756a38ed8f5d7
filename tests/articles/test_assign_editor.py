"""An editor is put in charge: a matter of who looks after it, never of who may."""

import pytest
from django.core.exceptions import PermissionDenied

from briefings.articles.actions import approve, assign_editor
from briefings.history.models import Event

from .. import make
from .scenes import refused, seen, submitted, workflow_of
from .typing import act_url, change_url


def test_editor_is_put_in_charge_and_the_history_says_so(author, editor, other_editor):
    article = submitted(make.article(by=author), by=author)
    assign_editor(article, by=editor, editor=other_editor)
    assert workflow_of(article).editor == other_editor
    assert workflow_of(article).stage == "in_review"
    event = Event.objects.get(act="assign_editor")
    assert (event.by_name, event.detail) == ("elena", {"before": None, "after": "esteban"})


def test_nobody_may_be_in_charge_again(author, editor):
    article = make.article(by=author)
    assign_editor(article, by=editor, editor=editor)
    assign_editor(article, by=editor, editor=None)
    assert workflow_of(article).editor is None
    assign_editor(article, by=editor, editor=None)
    assert Event.objects.filter(act="assign_editor").count() == 2


@pytest.mark.parametrize("name", ["author", "analyst", "auditor", "administrator", "superuser"])
def test_only_an_editor_can_be_in_charge(name, author, editor, request):
    article, somebody = make.article(by=author), request.getfixturevalue(name)
    with refused(code="editor"):
        assign_editor(article, by=editor, editor=somebody)


def test_editor_whose_account_is_closed_cannot_be_in_charge(author, editor, other_editor):
    other_editor.is_active = False
    other_editor.save()
    article = make.article(by=author)
    with refused(code="editor"):
        assign_editor(article, by=editor, editor=other_editor)


def test_author_puts_nobody_in_charge(author, editor):
    article = make.article(by=author)
    with refused(PermissionDenied):
        assign_editor(article, by=author, editor=editor)


def test_another_editor_than_the_one_in_charge_may_approve(author, editor, other_editor):
    article = submitted(make.article(by=author), by=author)
    assign_editor(article, by=editor, editor=editor)
    approve(article, by=other_editor, seen=seen(article))
    assert workflow_of(article).approved_by == other_editor


def test_page_offers_the_editors_and_the_form_names_the_one_in_charge(author, editor, other_editor, analyst, signed_in):
    article = make.article(by=author)
    client = signed_in(editor)
    offered = client.get(act_url(article, "assign_editor")).context["form"].fields["editor"].queryset
    assert set(offered) == {editor, other_editor}
    assert client.post(act_url(article, "assign_editor"), {"editor": other_editor.pk}).url == change_url(article)
    assert "editor in charge: Esteban" in client.get(change_url(article)).content.decode()
    refused_page = client.post(act_url(article, "assign_editor"), {"editor": analyst.pk})
    assert refused_page.context["form"].errors["editor"]
    assert workflow_of(article).editor == other_editor
