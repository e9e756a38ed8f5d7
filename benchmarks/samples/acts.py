"""Every act, done in a transaction that is rolled back. A test fails when an act has no sample.

A sample prepares what the act needs and returns the function to measure: where the act has a page, the request that
posts its form, with all that the view does; otherwise the function of the act.
"""

import contextlib
import io
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture

from briefings.articles import actions
from briefings.articles.models import Article, Byline
from briefings.lib.acts import ACTS as DECLARED
from briefings.mail.models import Mail
from briefings.media.actions import upload_image
from briefings.roles import AUTHOR, EDITOR
from briefings.sharing.actions import comment_as_visitor, share
from briefings.sources.models import Source
from briefings.statistics.actions import apply_batch, force_apply_batch, record_values
from briefings.statistics.entering.entries import Entry
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Area, Indicator, Observation, Series
from briefings.topics.models import Topic

from ..forms import fields_of
from ..preparing import NEWCOMER, REVIEWER, WRITER, person
from ..request import cookie_of, get, posting
from .figures import new_series, uploaded_file
from .stages import approved, behind, changed_in_review, draft, held, in_review, published, tomorrow, waiting, withdrawn


@contextlib.contextmanager
def _open_transaction():
    """A transaction that is rolled back, and that requests within it leave open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def labels():
    return list(SAMPLES)


def rolled_back(act, measure):
    """`measure(do)` of the act with what follows its commit, as replacing the token of the store; nothing stays."""
    for name in (WRITER, REVIEWER):
        cookie_of(name)  # signed in before, so that the session stays
    with _open_transaction():
        do = SAMPLES[act]()
        before = len(connection.run_on_commit)

        def do_and_follow():
            do()
            for _savepoints, function, _is_robust in connection.run_on_commit[before:]:
                function()

        return measure(do_and_follow)


# --- what acts need ---


def called(act, *arguments, by=REVIEWER, **named):
    """Call the function of the act."""
    by = person(by)
    return lambda: DECLARED[act].function(*arguments, by=by, **named)


def posted(address, *, by, form="act", **fields):
    """Post the form of the page with these fields changed."""
    cookie = cookie_of(by)
    filled = fields_of(get(address, cookie=cookie).body.decode(), form)
    if filled is None:
        raise RuntimeError(f"{address} has no form {form}")
    return posting(address, filled | fields, cookie=cookie)


def on_page(article, act, by=REVIEWER, **fields):
    return posted(article.desk_url(DECLARED[act]), by=by, **fields)


def on_person(act, target=None, **fields):
    target = target or person(NEWCOMER)
    return posted(reverse("admin:briefings_user_act", args=[target.pk, act]), by=WRITER, **fields)


def _save(**fields):
    return posted(draft().desk_url(), by=WRITER, form="article_form", _continue=["1"], **fields)


def _force_publish(article):
    return on_page(article, "force_publish", by=WRITER, reason="Nobody else is there, and it cannot wait for anybody.")


def _look_again():
    _force_publish(draft())()
    edition = draft().editions.get()
    return called("look_again", edition, seen=edition.content_hash)


def _bring_back():
    article = draft()
    actions.archive_article(article, by=person(WRITER))
    return on_page(article, "bring_back", by=WRITER)


def _comment():
    return actions.comment(draft(), by=person(REVIEWER), text="Who counted?")


def _resolved():
    actions.resolve_comment(_comment(), by=person(REVIEWER))
    return draft().comments.latest("pk")


def _image(colour):
    encoded = io.BytesIO()
    Picture.new("RGB", (1200, 800), colour).save(encoded, "PNG")
    return ContentFile(encoded.getvalue(), "picture.png")


def _uploaded():
    return upload_image(_image("green"), by=person(WRITER), alt_en="A pier", alt_es="Un muelle")


def _revision(value=1, observation=None):
    """Arguments of the revision of a value that briefings print."""
    observation = observation or Observation.objects.filter(cited=True).select_related("series").earliest("pk")
    row = Value(period=observation.period, value=Decimal(observation.current.value + value))
    today = timezone.localdate()
    reason = {"en": "Recount.", "es": "Recuento."}
    return observation.series, [row], {"release": None, "known_on": today, "kind": "correction", "reason": reason}


def _record_values():
    series, rows, named = _revision()
    return called("record_values", [Entry(series, row) for row in rows], **named)


def _batch():
    series, rows, named = _revision()
    return record_values(series, rows, by=person(WRITER), **named)


def _add_series():
    area = Area.objects.create(code="EC-NEW", name_en="New zone", kind="zone")
    return called("add_series", uploaded_file(), [(Indicator.objects.earliest("pk").pk, area.pk)], by=WRITER)


ALONE = "Nobody else is here until Monday."


def _new_figures():
    printed = waiting().editions.get().figure_uses.earliest("pk").vintage.observation
    series, rows, named = _revision(observation=printed)
    apply_batch(record_values(series, rows, by=person(WRITER), **named), by=person(REVIEWER))
    return on_page(draft(), "approve_new_figures")


def _alone():
    return force_apply_batch(_batch(), by=person(WRITER), reason=ALONE)


def _prefer():
    return called("prefer", Series.objects.filter(preferred=False).earliest("pk"), reason={"en": "Better."})


def _private_source():
    return Source.objects.create(name_en="Private", slug="private", reliability="B")


def _invite():
    return called("invite", email="new@example.org", name="New Person", roles=[AUTHOR], language="en")


def _invited():
    return _invite()().user


def _deactivated():
    called("deactivate", person(NEWCOMER), reason="Left.")()
    return person(NEWCOMER)


def _mail():
    return Mail.objects.create(act="submit", person=person(REVIEWER), target_type="article", target_id=1, attempts=9)


def _link():
    return share(draft(), by=person(WRITER), for_whom="A reviewer")


def _visitor_comment():
    link = _link()
    return lambda: comment_as_visitor(link, visitor_name="A reviewer", text="Good.")


def _open_desk():
    called("close_desk", reason="An attack.")()
    return called("open_desk")


def _shown_byline():
    byline = Byline.objects.get(name="B. Bench")
    called("hide_byline", byline, reason="Threats.")()
    return called("show_byline", byline)


SAMPLES = {
    # articles
    "begin": lambda: called("begin", Article(title="New", slug="new", language="en")),
    "save": lambda: _save(summary=["Other words."]),
    "save, unchanged": _save,
    "submit": lambda: on_page(draft(), "submit", by=WRITER),
    "accept": lambda: on_page(changed_in_review(), "accept", by=WRITER),
    "take_back": lambda: on_page(in_review(), "take_back", by=WRITER),
    "send_fix": lambda: called("send_fix", draft()),
    "return_to_author": lambda: on_page(in_review(), "return_to_author", comment="Shorter."),
    "approve": lambda: on_page(in_review(), "approve"),
    "approve_and_publish": lambda: on_page(in_review(), "approve_and_publish"),
    "publish": lambda: on_page(approved(), "publish"),
    "force_publish": lambda: _force_publish(draft()),
    "look_again": _look_again,
    "reschedule": lambda: on_page(waiting(), "reschedule", publish_at=f"{tomorrow():%Y-%m-%dT%H:%M}"),
    "hold": lambda: on_page(waiting(), "hold"),
    "unhold": lambda: on_page(held(), "unhold"),
    "approve_new_figures": _new_figures,
    "cancel": lambda: on_page(waiting(), "cancel"),
    "withdraw": lambda: on_page(published(), "withdraw", reason="Wrong."),
    "take_down": lambda: on_page(published(), "take_down", reason="Wrong."),
    "restore": lambda: on_page(withdrawn(), "restore"),
    "move": lambda: on_page(published(), "move", slug="elsewhere"),
    "start_translation": lambda: on_page(draft(), "start_translation", language="es"),
    "needs_no_revision": lambda: on_page(behind(), "needs_no_revision"),
    "plan": lambda: on_page(draft(), "plan", planned_on=f"{tomorrow():%Y-%m-%d}"),
    "assign_editor": lambda: on_page(draft(), "assign_editor", editor=person(REVIEWER).pk),
    "archive_article": lambda: on_page(draft(), "archive_article", by=WRITER),
    "bring_back": _bring_back,
    "reassign": lambda: on_page(draft(), "reassign", to=person(NEWCOMER).pk),
    "add_topic": lambda: called("add_topic", draft(), topic=Topic.objects.earliest("pk")),
    "comment": lambda: called("comment", draft(), text="Who counted?"),
    "resolve_comment": lambda: called("resolve_comment", _comment()),
    "reopen_comment": lambda: called("reopen_comment", _resolved()),
    "restore_version": lambda: called("restore_version", draft(), version=1, seen_version=draft().version),
    "hide_byline": lambda: called("hide_byline", Byline.objects.get(name="B. Bench"), reason="Threats."),
    "show_byline": _shown_byline,
    "share": lambda: called("share", draft(), for_whom="A reviewer"),
    "revoke_share": lambda: called("revoke_share", _link()),
    "comment_as_visitor": _visitor_comment,
    # pictures, statistics, whatever becomes public
    "upload_image": lambda: called("upload_image", _image("red"), alt_en="A pier", alt_es="Un muelle"),
    "describe_image": lambda: called("describe_image", _uploaded(), alt_en="A long pier"),
    "delete_image": lambda: called("delete_image", _uploaded()),
    "record_values": _record_values,
    "force_apply_batch": lambda: called("force_apply_batch", _batch(), by=WRITER, reason=ALONE),
    "review_batch": lambda: called("review_batch", _alone()),
    "apply_batch": lambda: called("apply_batch", _batch()),
    "reject_batch": lambda: called("reject_batch", _batch(), reason="No."),
    "upload_file": lambda: lambda: uploaded_file(),
    "add_series": _add_series,
    "discard_file": lambda: called("discard_file", uploaded_file(), by=WRITER),
    "start_series": lambda: called("start_series", new_series(), by=WRITER),
    "show_series": lambda: called("show_series", called("start_series", new_series(), by=WRITER)(), by=WRITER),
    "prefer": _prefer,
    "make_public": lambda: called("make_public", _private_source()),
    # people and the site
    "invite": lambda: _invite(),
    "invite_several": lambda: called("invite_several", "new@example.org, New Person, author", language="en"),
    "change_person": lambda: called("change_person", person(NEWCOMER), first_name="Other"),
    "change_roles": lambda: on_person("change_roles", roles=[EDITOR]),
    "send_password_link": lambda: called("send_password_link", person(NEWCOMER)),
    "resend_invitation": lambda: called("resend_invitation", _invited()),
    "revoke_invitation": lambda: called("revoke_invitation", _invited()),
    "reset_second_factor": lambda: on_person("reset_second_factor", reason="Lost the telephone."),
    "deactivate": lambda: on_person("deactivate", reason="Left."),
    "reactivate": lambda: called("reactivate", _deactivated()),
    "suspend": lambda: called("suspend"),
    "try_mail_again": lambda: called("try_mail_again", _mail()),
    "close_desk": lambda: called("close_desk", reason="An attack."),
    "open_desk": _open_desk,
    "sign_everybody_out": lambda: called("sign_everybody_out"),
    "revoke_all_links": lambda: called("revoke_all_links"),
}
