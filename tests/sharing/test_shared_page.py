"""The draft by its share link: who sees it, what goes along, and what a visitor can send, or an attacker."""

import datetime

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles.models import Article, Comment
from briefings.history.models import Event
from briefings.lib.public_forms import form_token
from briefings.sharing.actions import revoke_share, share, token_of
from briefings.sharing.models import ShareLink
from briefings.sharing.views import MOST_COMMENTS_AN_HOUR
from tests import kinds, make
from tests.articles.scenes import every_block, rewrite
from tests.articles.typing import fields_of
from tests.world import picture

pytestmark = pytest.mark.django_db
SAME_SITE = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}


@pytest.fixture(autouse=True)
def nothing_was_sent_yet():
    cache.clear()


@pytest.fixture
def draft(author):
    return make.article("Ports under pressure", by=author, slug="ports")


@pytest.fixture
def link(draft, author):
    return share(draft, by=author, for_whom="Dr Rojas")


def url_of(link):
    return f"/en/shared/{token_of(link)}/"


def form_of(page):
    """The form's fields as the visitor finds them."""
    html = page.content.decode().replace("<form ", '<form id="word_form" ')
    return {name: values[0] for name, values in fields_of(html, "word_form").items()}


def send(reader, link, headers=SAME_SITE, **fields):
    sent = form_of(reader.get(url_of(link))) | {"visitor_name": "María", "text": "Two ports."} | fields
    return reader.post(url_of(link), sent, headers=headers)


def test_visitor_reads_the_draft_as_it_stands(link, draft, author, reader):
    assert "Three ports." in reader.get(url_of(link)).text
    rewrite(draft, by=author, html="<p>Four ports.</p>")
    page = reader.get(url_of(link)).text
    assert "Four ports." in page and "Ports under pressure" in page
    assert "Draft, not published." in page and "For Dr Rojas until" in page
    assert "Nobody else sees it" not in page


def test_page_is_not_cached(link, author, reader):
    paths = {200: url_of(link), 404: "/en/shared/1-guess/"}
    other = share(link.article, by=author, for_whom="Somebody else")
    revoke_share(other, by=author)
    paths[410] = url_of(other)
    for status, path in paths.items():
        for answer in (reader.get(path), reader.head(path), reader.post(path, {}, headers=SAME_SITE)):
            assert answer.status_code in (status, 422)
            assert answer["Cache-Control"] == "private, no-store"
            assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert answer["Referrer-Policy"] == "no-referrer"
            assert not answer.cookies and not answer.has_header("ETag")


def test_page_sends_no_referrer(link, reader):
    """Neither a canonical address nor the link to the other language gives it away."""
    page = reader.get(url_of(link)).text
    assert 'rel="canonical"' not in page and "/compartido/" not in page
    assert page.count(token_of(link)) == 1  # where the form goes


def test_staff_who_are_signed_in_get_the_same_page_without_their_session(link, editor, signed_in):
    browser = signed_in(editor)
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(url_of(link))
    assert page.status_code == 200 and not page.cookies
    assert not any("session" in query["sql"] for query in queries)


def test_closed_link_shows_the_reason_and_nothing_of_the_draft(link, author, reader):
    revoke_share(link, by=author)
    page = reader.get(url_of(link))
    assert page.status_code == 410
    assert "It was taken back." in page.text and "Ports under pressure" not in page.text
    later = share(link.article, by=author, for_whom="X", now=timezone.now() - datetime.timedelta(days=20))
    assert "Its time is over." in reader.get(url_of(later)).text


def test_link_answers_only_in_its_article_s_language(link, author, reader):
    spanish = share(make.article("Puertos", by=author, language="es"), by=author, for_whom="Dr Rojas")
    assert reader.get(f"/es/compartido/{token_of(spanish)}/").status_code == 200
    assert reader.get(f"/en/shared/{token_of(spanish)}/").status_code == 404
    assert reader.get(f"/es/compartido/{token_of(link)}/").status_code == 404


@pytest.mark.parametrize("token", ["1", "1-", "1-x", "%00", "%2e%2e", "x" * 5000, "1-%E2%80%AE", "'--", "<script>"])
def test_forged_token_is_404(token, link, reader):
    answer = reader.get(f"/en/shared/{token}/")
    assert answer.status_code == 404 and "<script>" not in answer.text


def test_token_of_another_site_is_404(link, reader):
    with override_settings(SECRET_KEY="the key of another site"):
        token = token_of(link)
    assert reader.get(f"/en/shared/{token}/").status_code == 404


def test_openings_are_counted_for_people_only(link, reader):
    def opened(**headers):
        reader.get(url_of(link), headers=headers)
        return ShareLink.objects.get().openings

    assert opened() == 1
    assert opened() == 2
    reader.head(url_of(link))
    for robot in ("WhatsApp/2.23", "Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1", "Googlebot/2.1"):
        assert opened(user_agent=robot) == 2
    assert opened(sec_purpose="prefetch;prerender") == 2
    reader.get(url_of(link) + "?thanks")
    assert opened(user_agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0") == 3
    assert ShareLink.objects.get().opened_at is not None


def test_private_pictures_of_the_draft_open_by_its_link_only(author, reader):
    image, other = picture("red", by=author, alt="A pier"), picture("blue", by=author, alt="A quay")
    article = make.article(by=author, blocks=[(kinds.PictureBlock, {"image": image})])
    link = share(article, by=author, for_whom="Dr Rojas")
    address = f"{url_of(link)}{image.sha256}.png"
    assert f'src="{address}"' in reader.get(url_of(link)).text
    answer = reader.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "private, no-store" and answer["Referrer-Policy"] == "no-referrer"
    assert b"".join(answer.streaming_content) == image.file.open("rb").read()
    assert reader.get(image.get_absolute_url()).status_code == 404
    assert reader.get(f"{url_of(link)}{other.sha256}.png").status_code == 404
    assert reader.get(f"{url_of(link)}{image.sha256}.jpg").status_code == 404
    assert reader.get(f"/en/shared/1-x/{image.sha256}.png").status_code == 404
    assert reader.post(address).status_code == 405
    kinds.PictureBlock.objects.all().delete()
    assert reader.get(address).status_code == 404
    kinds.PictureBlock.objects.create(parent=article, image=image)
    revoke_share(link, by=author)
    assert reader.get(address).status_code == 404


def test_comment_of_a_visitor_is_saved(link, draft, reader):
    answer = send(reader, link, verdict="needs_changes")
    assert answer.status_code == 303
    page = reader.get(answer.url)
    assert page.status_code == 200 and "Thank you" in page.text and "Ports under pressure" not in page.text
    stored = Comment.objects.get()
    assert (stored.article, stored.visitor_name, stored.text, stored.verdict) == (
        draft, "María", "Two ports.", "needs_changes",
    )  # fmt: skip
    assert not answer.cookies and not page.cookies


def test_nothing_that_a_visitor_sends_shows_on_the_draft(link, reader):
    send(reader, link, visitor_name="<b>María</b>", text="<script>alert(1)</script>")
    assert "alert(1)" not in reader.get(url_of(link)).text


def test_invalid_comment_keeps_its_input(link, reader):
    answer = send(reader, link, visitor_name=" ", text='<script>alert(1)</script>"')
    assert answer.status_code == 422
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;" in answer.text and "<script>" not in answer.text
    assert 'aria-invalid="true"' in answer.text
    answer = send(reader, link, text="")
    assert "Write a comment, or give a verdict." in answer.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        *({"Origin": f"http{rest}"} for rest in ("s://elsewhere.example", "s://testserver", "://[", "://testserver:x")),
        {"Origin": "http://testserver.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
)
def test_form_from_another_site_is_refused(headers, link, reader):
    answer = send(reader, link, headers=headers)
    assert answer.status_code == 403 and "another site" in answer.text
    assert not Comment.objects.exists()


@pytest.mark.parametrize("headers", [SAME_SITE, {"Origin": "http://testserver"}, {"Origin": "null"}, {}])
def test_browsers_old_and_new_may_send_it(headers, link, reader):
    assert send(reader, link, headers=headers).status_code == 303
    assert Comment.objects.count() == 1


def test_csrf_token_is_not_needed(link, reader):
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, link).status_code == 303


def test_form_token_of_another_link_or_of_yesterday_is_refused(link, author, reader):
    other = share(link.article, by=author, for_whom="Somebody else")
    foreign = form_of(reader.get(url_of(other)))["token"]
    purpose = f"word-{link.pk}-{link.nonce}"
    signer = signing.TimestampSigner(salt=f"briefings.form.{purpose}")
    signer.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - 25 * 60 * 60)
    for token in (foreign, "", "x", "\x00", signer.sign("old"), "x" * 300):
        answer = send(reader, link, token=token)
        assert answer.status_code == 422, token
        assert form_of(answer)["token"] != token and form_of(answer)["text"].strip() == "Two ports."
    assert not Comment.objects.exists()


def test_form_sent_twice_saves_one_comment(link, reader):
    sent = form_of(reader.get(url_of(link))) | {"visitor_name": "María", "text": "Two ports."}
    for _time in range(3):
        assert reader.post(url_of(link), sent, headers=SAME_SITE).status_code == 303
    assert Comment.objects.count() == 1


def test_comments_are_rate_limited(link, author, reader, monkeypatch):
    monkeypatch.setattr("briefings.lib.public_forms.clock", lambda: 1_800_000_000)  # no new hour begins meanwhile
    for number in range(MOST_COMMENTS_AN_HOUR):
        assert send(reader, link, text=f"Word {number}").status_code == 303
    answer = send(reader, link, text="One too many")
    assert answer.status_code == 429 and "One too many" in answer.text
    assert Comment.objects.count() == MOST_COMMENTS_AN_HOUR
    assert send(reader, share(link.article, by=author, for_whom="Somebody else")).status_code == 303


def test_revoked_link_accepts_no_comment(link, author, reader):
    sent = form_of(reader.get(url_of(link))) | {"visitor_name": "María", "text": "Two ports."}
    revoke_share(link, by=author)
    assert reader.post(url_of(link), sent, headers=SAME_SITE).status_code == 410
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": "x" * 5001}, 422),
        ({"visitor_name": "x" * 121}, 422),
        ({"text": "a\x00b"}, 422),
        ({"visitor_name": "Ma\x00ría"}, 422),
        ({"verdict": "approved"}, 422),
        ({"text": "x" * 70_000}, 413),
    ],
)
def test_too_large_or_binary_input_is_refused(fields, status, link, reader):
    assert send(reader, link, **fields).status_code == status
    assert not Comment.objects.exists()


def test_robot_that_fills_the_honeypot_saves_nothing(link, reader):
    assert send(reader, link, website="https://spam.example").status_code == 303
    assert not Comment.objects.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(method, link, reader):
    assert getattr(reader, method)(url_of(link)).status_code in (403, 405)


def test_visitor_changes_nothing_but_comments_and_counts(link, draft, reader):
    before = list(Article.objects.values()), list(kinds.RichTextBlock.objects.values())
    send(reader, link)
    assert (list(Article.objects.values()), list(kinds.RichTextBlock.objects.values())) == before
    assert list(Event.objects.order_by("-pk").values_list("act", "by_id")[:1]) == [("comment_as_visitor", None)]


def test_shared_page_costs_the_same_however_much_is_on_it(author, reader):
    blocks = every_block(author)
    links = [share(make.article(by=author, blocks=blocks * times), by=author, for_whom="R") for times in (1, 3)]
    counts = []
    for link in links:
        reader.get(url_of(link))
        with CaptureQueriesContext(connection) as queries:
            reader.get(url_of(link))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 32


def test_two_tokens_for_one_purpose_are_never_the_same():
    assert len({form_token("word") for _number in range(50)}) == 50
