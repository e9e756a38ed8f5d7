from briefings.articles.actions.withdrawal import hide_byline
from briefings.articles.admin.bylines import BylineAdmin
from briefings.articles.models import Byline
from tests import make


def page_of(byline):
    return f"/admin/briefings/byline/{byline.pk}/change/"


def test_a_name_under_an_edition_is_hidden_and_never_changed(author, editor, signed_in, reader):
    article = make.article("Ports", by=author)
    byline = Byline.objects.create(name="A. Reporter")
    article.byline_rows.create(byline=byline)
    edition = make.edition(article=article, by=author, approver=editor)
    signed_in(editor).post(page_of(byline), {"name": "Somebody Else"})
    assert "A. Reporter" in reader.get("/en/briefings/ports/").content.decode()
    hide_byline(byline, by=editor, reason="Threats.")
    assert "A. Reporter" not in reader.get(f"/en/briefings/ports/{edition.number}/").content.decode()


def test_a_name_that_no_reader_has_seen_can_be_put_right(editor, signed_in):
    byline = Byline.objects.create(name="A. Reprter")
    signed_in(editor).post(page_of(byline), {"name": "A. Reporter"})
    byline.refresh_from_db()
    assert byline.name == "A. Reporter"


def test_a_form_opened_before_brings_no_hidden_name_back(editor, signed_in, monkeypatch):
    byline = Byline.objects.create(name="A. Reprter")
    stale = Byline.objects.get(pk=byline.pk)
    hide_byline(byline, by=editor, reason="Threats.")
    monkeypatch.setattr(BylineAdmin, "get_object", lambda *arguments, **options: stale)
    assert signed_in(editor).post(page_of(byline), {"name": "A. Reporter"}).status_code == 302
    byline.refresh_from_db()
    assert (byline.name, byline.hidden) == ("A. Reporter", True)
