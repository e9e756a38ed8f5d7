import pytest

from tests import make

pytestmark = pytest.mark.django_db


def test_a_refusal_in_the_administration_says_why_and_leads_back(auditor, signed_in):
    page = signed_in(auditor).post("/admin/briefings/article/add/", {"title": "Ports"})
    assert page.status_code == 403
    assert "ask an administrator" in page.content.decode() and 'href="/admin/"' in page.content.decode()


def test_a_refusal_carries_the_sentence_of_the_act(author, editor, signed_in):
    article = make.approved(by=author, approver=editor)
    page = signed_in(author).post(
        f"/admin/briefings/article/{article.pk}/acts/publish/", {"seen": "x", "change_kind": "first"}
    )
    assert page.status_code == 403
    assert "You may not publish articles." in page.content.decode()


def test_a_query_with_a_nul_finds_nothing_on_any_database(editor, signed_in):
    client = signed_in(editor)
    choices = "/admin/autocomplete/?app_label=briefings&model_name=article&field_name=related&term=%00"
    for address in ("/admin/briefings/article/?workflow__stage__exact=%00", choices):
        assert client.get(address).status_code == 404
