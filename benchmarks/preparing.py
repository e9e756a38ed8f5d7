"""What is made once at the size of the demonstration: people, an article of thirty blocks, one of 500 editions."""

import io
import itertools
import subprocess
import sys
import uuid

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from PIL import Image as Picture

from briefings.accounts.models import User
from briefings.articles.actions import approve_and_publish, begin, submit
from briefings.articles.actions.waiting_editions import supersede_earlier
from briefings.articles.acts.writing import BEGIN
from briefings.articles.blocks import block_models
from briefings.articles.models import Article, ArticleByline, Byline
from briefings.articles.resolving import resolve
from briefings.articles.versions import keep_version
from briefings.media.actions import upload_image
from briefings.reuse import cards
from briefings.roles import ROLES
from briefings.sharing.actions import share

from .filling import STRIDE, analyze, copy_edition

# They have every role, so that each page shows them all that it can show to anybody.
WRITER, REVIEWER, NEWCOMER = "bench-writer", "bench-reviewer", "bench-newcomer"
LONG_ARTICLE, MANY_EDITIONS, EDITIONS = "thirty-blocks", "many-editions", 500
LONGEST_ARTICLE = "sixty-blocks"  # for typing in a browser
SAMPLE = "ecuador-request-for-military-support"


def prepare():
    """Fill a new database; the static files are collected beside it."""
    collecting = subprocess.Popen([sys.executable, "-m", "django", "collectstatic", "--no-input", "-v0"])
    call_command("migrate", verbosity=0)
    call_command("load_demo", force=True, stdout=io.StringIO())
    if collecting.wait():
        raise RuntimeError("collectstatic failed")
    writer, reviewer, _newcomer = (_person(name) for name in (WRITER, REVIEWER, NEWCOMER))
    picture = _picture("navy", by=writer)
    draft = _article("Thirty blocks", LONG_ARTICLE, 30, by=writer, picture=picture)
    share(draft, by=writer, for_whom="A reviewer")
    _article("Sixty blocks", LONGEST_ARTICLE, 60, by=writer, picture=picture)
    _many_editions(by=writer, approver=reviewer, picture=picture)
    cards.draw_due(1_000)
    call_command("tick", stdout=io.StringIO())  # as on every site: the desk reads when it ran
    analyze()


def person(name):
    return User.objects.get(username=name)


def _person(name):
    made = User(username=name, email=f"{name}@example.org", first_name="Bench", last_name=name, is_staff=True)
    made.set_password(name)
    made.save()
    TOTP.activate(made, generate_totp_secret())
    made.groups.set(Group.objects.filter(name__in=ROLES))
    return made


def _picture(colour, *, by):
    encoded = io.BytesIO()
    Picture.new("RGB", (1200, 800), colour).save(encoded, "PNG")
    return upload_image(ContentFile(encoded.getvalue(), "picture.png"), by=by, alt_en="A port", alt_es="Un puerto")


def _article(title, slug, blocks, *, by, picture):
    """A draft with so many blocks, which repeat those of the sample briefing, and a picture."""
    sample = Article.objects.get(slug=SAMPLE, language="en", pk__lt=STRIDE)
    article = begin(Article(title=title, slug=slug, summary=sample.summary), by=by, more_follows=True)
    originals = [block for kind in block_models() for block in kind.objects.filter(parent=sample)]
    originals.sort(key=lambda block: block.ordering)
    for position, block in enumerate(itertools.islice(itertools.cycle(originals), blocks - 1)):
        selection = list(block.rows.all()) if block._meta.many_to_many or block.row_model() else []
        block.pk, block.key, block.parent, block.ordering = None, uuid.uuid4(), article, position
        block.save(force_insert=True)
        for row in selection:
            row.pk, row.block = None, block
            row.save(force_insert=True)
    picture_block = next(kind for kind in block_models() if hasattr(kind, "image"))
    picture_block.objects.create(parent=article, ordering=blocks, image=picture)
    byline = Byline.objects.get_or_create(name="B. Bench")[0]
    ArticleByline.objects.create(article=article, byline=byline)
    keep_version(article, by=by, act=BEGIN)
    return article


def _many_editions(*, by, approver, picture):
    article = _article("Many editions", MANY_EDITIONS, 8, by=by, picture=picture)
    publish(article, by=by, approver=approver)
    article.summary += " Read again."
    article.save(update_fields=["summary"])
    copy_edition(publish(article, by=by, approver=approver), EDITIONS)
    supersede_earlier(article.editions.get(number=EDITIONS))


def publish(article, *, by, approver):
    """The next edition of the article as it is."""
    article.refresh_from_db()
    submit(article, by=by)
    kind = "update" if article.editions.exists() else "first"
    seen = resolve(article).signed
    return approve_and_publish(article, by=approver, seen=seen, change_kind=kind, note="What has changed.")
