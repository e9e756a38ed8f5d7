import pytest

from briefings.articles.actions import approve_and_publish, move, submit, take_down, withdraw
from briefings.articles.models import Edition
from briefings.history.models import Event
from briefings.search.models import SearchDocument
from tests.kinds import PictureBlock

from .. import make
from .scenes import every_block, picture, refused, seen, workflow_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(author, editor):
    article = make.edition("Ports", by=author, approver=editor, blocks=every_block(author)).article
    make.edition(article=article, by=author, approver=editor)
    return article


def picture_url():
    return PictureBlock.objects.first().image.get_absolute_url()


def test_every_edition_picture_and_search_row_is_gone(article, editor, reader):
    urls = ["/en/briefings/ports/", "/en/briefings/ports/1/", "/en/briefings/ports/2/", picture_url()]
    assert [reader.get(url).status_code for url in urls] == [200, 200, 200, 200]
    take_down(article, by=editor, reason="Names a witness.")
    assert [reader.get(url).status_code for url in urls] == [410, 410, 410, 404]
    assert "Names a witness." in reader.get(urls[0]).content.decode()
    assert not Edition.objects.public().exists() and not SearchDocument.objects.exists()


def test_old_addresses_are_gone_too(article, editor, reader):
    move(article, slug="harbours", by=editor)
    take_down(article, by=editor, reason="Names a witness.")
    assert reader.get("/en/briefings/ports/").status_code == 410


def test_picture_that_another_public_edition_shows_stays(article, author, editor, reader):
    image = PictureBlock.objects.get().image
    make.edition("Prisons", by=author, approver=editor, blocks=[(PictureBlock, {"image": image})])
    take_down(article, by=editor, reason="Names a witness.")
    assert reader.get(image.get_absolute_url()).status_code == 200


def test_picture_of_a_draft_is_nowhere(author, reader):
    image = picture(author, "blue")
    make.article(by=author, blocks=[(PictureBlock, {"image": image})])
    assert reader.get(image.get_absolute_url()).status_code == 404


def test_withdrawn_article_can_be_taken_down_and_the_record_keeps_the_first_reason(article, editor):
    withdraw(article, by=editor, reason="Wrong.")
    take_down(article, by=editor, reason="Names a witness.")
    assert workflow_of(article).withdrawal_reason == "Names a witness."
    assert Event.objects.get(act="take_down").detail == {"reason": "Names a witness.", "instead_of": "Wrong."}


def test_taking_down_twice_does_not_overwrite_the_reason(article, editor, other_editor):
    take_down(article, by=editor, reason="Names a witness.")
    with refused(code="stage"):
        take_down(article, by=other_editor, reason="Other.")


def test_edition_published_meanwhile_stays_hidden_until_restored(article, author, editor, reader):
    take_down(article, by=editor, reason="Names a witness.")
    submit(make.reword(article), by=author)
    approve_and_publish(article, by=editor, seen=seen(article), change_kind="correction", note="Without the name.")
    assert reader.get("/en/briefings/ports/").status_code == 410
    assert not SearchDocument.objects.exists()
