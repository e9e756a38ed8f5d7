import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from briefings.articles.actions import approve_and_publish, cancel, reassign, submit, take_down, withdraw
from briefings.articles.checklist import checklist
from briefings.articles.models import Article, Edition
from briefings.articles.resolving import resolve
from briefings.history.models import Event
from briefings.mail.models import Mail
from briefings.search.models import SearchDocument
from briefings.templatetags.briefings import day
from tests.kinds import KeyFigureBlock

from .. import make
from .scenes import counts, refused, seen, translated, workflow_of
from .test_who_may import tomorrow
from .typing import act_url, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(author, editor):
    return make.edition("Ports", by=author, approver=editor).article


@pytest.mark.parametrize("act", [withdraw, take_down])
@pytest.mark.parametrize("reason", ["", " \n "])
def test_readers_are_told_why(act, reason, article, editor):
    with refused() as caught:
        act(article, by=editor, reason=reason)
    assert "reason" in caught.value.message_dict


def test_withdrawn_text_stays_readable_under_the_reason(article, editor, reader):
    withdraw(article, by=editor, reason=" The <b>count</b> was wrong. ")
    page = reader.get("/en/briefings/ports/")
    assert page.status_code == 200
    assert "The &lt;b&gt;count&lt;/b&gt; was wrong." in page.content.decode()
    assert "Three ports." in page.content.decode()
    assert Edition.objects.latest().exists() and SearchDocument.objects.exists()
    assert Event.objects.get(act="withdraw").detail["reason"] == "The <b>count</b> was wrong."


def test_second_withdrawal_does_not_overwrite_the_reason(article, editor, other_editor):
    withdraw(article, by=editor, reason="Wrong.")
    with refused(code="stage"):
        withdraw(article, by=other_editor, reason="Other.")


def test_taken_down_article_cannot_be_withdrawn_as_well(article, editor):
    take_down(article, by=editor, reason="Names a witness.")
    with refused(code="stage"):
        withdraw(article, by=editor, reason="Other.")


def test_publishing_again_does_not_undo_the_withdrawal(article, author, editor):
    withdraw(article, by=editor, reason="Wrong.")
    submit(make.reword(article), by=author)
    approve_and_publish(article, by=editor, seen=seen(article), change_kind="update", note="New.")
    assert workflow_of(article).withdrawn_at


@pytest.fixture
def waiting(article, author, editor):
    return make.edition(article=article, by=author, approver=editor, publish_at=tomorrow())


@pytest.mark.parametrize("act", [withdraw, take_down])
def test_what_becomes_of_an_edition_that_waits_is_asked(act, article, waiting, editor):
    for given in ({}, {"waiting_edition": "hold"}, {"waiting_edition": "other", "shown_waiting": waiting}):
        with refused(code="waiting"):
            act(article, by=editor, reason="Wrong.", **given)


@pytest.mark.parametrize("act", [withdraw, take_down])
@pytest.mark.parametrize(("choice", "left"), [("keep", [False]), ("hold", [True]), ("cancel", [])])
def test_the_edition_that_waits_is_kept_held_or_cancelled(act, choice, left, article, waiting, editor):
    act(article, by=editor, reason="Wrong.", waiting_edition=choice, shown_waiting=waiting)
    assert [bool(edition.held_at) for edition in Edition.objects.waiting()] == left
    events = Event.objects.filter(target_type="article", act__in=["hold", "cancel"])
    assert [event.act for event in events] == ([choice] if choice != "keep" else [])


def test_the_page_asks_and_refuses_another_edition_than_it_showed(article, waiting, author, editor, signed_in):
    client = signed_in(editor)
    fields = fields_of(client.get(act_url(article, "withdraw")).content.decode(), None) | {"reason": "Wrong."}
    assert "This field is required." in client.post(act_url(article, "withdraw"), fields).content.decode()
    chosen = fields | {"waiting_edition": "cancel"}
    cancel(waiting, by=editor)
    other = make.edition(article=article, by=author, approver=editor, publish_at=tomorrow())
    client.post(act_url(article, "withdraw"), chosen)
    assert not workflow_of(article).withdrawn_at and Edition.objects.waiting().get() == other
    client.post(act_url(article, "withdraw"), chosen | {"waiting": str(other.pk)})
    assert workflow_of(article).withdrawn_at and not Edition.objects.waiting().exists()


def test_without_an_edition_that_waits_nothing_is_asked(article, editor, signed_in):
    assert "waiting_edition" not in signed_in(editor).get(act_url(article, "withdraw")).content.decode()


def test_withdrawn_briefing_says_so_wherever_readers_meet_it(author, editor, reader):
    series = counts()
    blocks = [(KeyFigureBlock, {"series": series, "period": "2022"})]
    article = make.edition("Ports", by=author, approver=editor, blocks=blocks).article
    other = make.article("Roads", by=author)
    other.related.add(article)
    make.edition(article=other, by=author, approver=editor)
    pages = {
        "own": "/en/briefings/ports/",
        "its edition": "/en/briefings/ports/1/",
        "all editions": "/en/briefings/ports/editions/",
        "list": "/en/briefings/",
        "related": "/en/briefings/roads/",
        "source": series.source.get_absolute_url(),
        "indicator": series.indicator.get_absolute_url(),
    }
    before = {name: html(reader, url) for name, url in pages.items()}
    assert not [name for name, page in before.items() if "ithdrawn" in page]
    withdraw(article, by=editor, reason="The <b>count</b> was wrong.")
    today = day(timezone.now())
    said = f"withdrawn on {today}: The &lt;b&gt;count&lt;/b&gt; was wrong"
    after = {name: html(reader, url).replace("</b>:", ":") for name, url in pages.items()}
    cited = said.replace(today, strip_tags(today))
    assert not [
        name for name, page in after.items() if name != "all editions" and said not in page and cited not in page
    ]
    for name in ("own", "its edition"):
        page = after[name]
        number = "" if name == "own" else " (edition 1)"
        assert f"<title>Withdrawn: Ports{number} – " in page
        assert f'name="description" content="Withdrawn on {strip_tags(today)}: The &lt;b&gt;count' in page
        assert f"<strong>Withdrawn on {today}.</strong>" in page
        assert f"{cited}, http" in page, "a sentence goes on after the reason in the citation"
        assert page.index(cited) < page.index('id="history"') < page.index(">Withdrawn</b>")
    assert ">Withdrawn</b>" in after["all editions"] and "(withdrawn)" in after["all editions"]
    for name, page in after.items():
        assert ('content="noindex"' in page) == (name in ("own", "its edition", "all editions")), name
    for name in ("own", "its edition"):  # what machines read would still say what was refuted
        assert "ld+json" in before[name] and "ld+json" not in after[name], name


def html(reader, url):
    response = reader.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.parametrize("act", [withdraw, take_down])
def test_text_of_an_edition_that_is_cancelled_with_a_withdrawal_has_changes_again(act, article, waiting, editor):
    Article.objects.filter(pk=article.pk).update(changed_at=waiting.created_at)
    act(article, by=editor, reason="It was wrong.", waiting_edition="cancel", shown_waiting=waiting)
    assert not workflow_of(article).unchanged_since_edition


@pytest.mark.parametrize("reason", ["\u200b", " \u2800\n\u2060 "])
def test_reason_of_which_nothing_is_seen_is_none(reason, article, editor):
    with refused() as caught:
        withdraw(article, by=editor, reason=reason)
    assert "reason" in caught.value.message_dict


def test_reason_is_kept_without_marks_that_reverse_it(article, editor):
    withdraw(article, by=editor, reason="It said 4886\u202e.\n\nSee the note.")
    assert workflow_of(article).withdrawal_reason == "It said 4886.\n\nSee the note."


@pytest.mark.parametrize("act", [withdraw, take_down])
def test_other_language_learns_of_it(act, author, other_author, editor, signed_in, settings):
    settings.SENDS_MAIL = True
    spanish = translated(by=author, approver=editor).article
    reassign(spanish, to=other_author, by=editor)
    english = Article.objects.get(language="en")
    page = signed_in(editor).get(act_url(english, act.__name__)).text
    assert "Readers keep the version in Spanish:" in page and f'href="{spanish.desk_url()}"' in page
    Mail.objects.all().delete()
    act(english, by=editor, reason="The count was wrong.")
    told = Mail.objects.get(person=other_author)
    assert (told.target_id, told.detail["variant"]) == (spanish.pk, "other_language")
    spanish = Article.objects.get(pk=spanish.pk)
    advice = [item.words for item in checklist(spanish, resolve(spanish)).advice]
    assert "The article in English has been withdrawn or taken down: The count was wrong." in advice
    assert "Readers keep" not in signed_in(editor).get(act_url(spanish, "withdraw")).text


def test_whoever_wrote_both_languages_gets_one_mail(author, editor, settings):
    settings.SENDS_MAIL = True
    english = translated(by=author, approver=editor).article.group.articles.get(language="en")
    Mail.objects.all().delete()
    withdraw(english, by=editor, reason="The count was wrong.")
    assert Mail.objects.get(person=author).target_id == english.pk
