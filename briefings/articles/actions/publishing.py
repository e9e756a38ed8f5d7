from datetime import datetime
from typing import Required, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...addresses.models import ADDRESS_TAKEN, BRIEFING, Address
from ...documents.change_note import kept_back_from_minor, suggested_note
from ...documents.document import Document
from ...documents.reading import cited_places, cited_sources, figure_uses
from ...documents.rendering import RENDERER, render_document, require_equal
from ...history.public_token import public_changed
from ...lib.acts import does, require_act
from ...lib.clock import database_now
from ...lib.texts import clean_text
from ...sources.models import Source
from ...statistics.models import Observation, Vintage
from .. import search_index
from ..access import lock, record
from ..acts.conditions import Attempt
from ..acts.publishing import APPROVE_AND_PUBLISH, FORCE_PUBLISH, PUBLISH
from ..acts.standing import translated_edition, waiting_edition
from ..mails import tell
from ..models import Citation, Edition, EditionByline, EditionRelated, FigureUse, ImageUse, Rendering
from ..models.articles import Article
from ..resolving import names_of
from .follow_ups import note_edition
from .held_by_values import lock_printed
from .review import approve_locked, require_publishable, require_seen
from .waiting_editions import cancel_locked, require_date, supersede_earlier
from .writing import back_to_draft


def _address(workflow, now):
    """The canonical address; the first publication creates it."""
    if workflow.address:
        return workflow.address
    article = workflow.article
    if Address.objects.at(BRIEFING, article.language, article.slug).exists():
        raise ValidationError(ADDRESS_TAKEN, code="taken")
    names = {"kind": BRIEFING, "language": article.language, "slug": article.slug}
    return Address.objects.create(**names, target_id=article.pk, created_at=now)


def _require_kind(change_kind, note, previous, document):
    """Refuse a kind of change or a note that does not fit the previous edition."""
    if (change_kind == Edition.ChangeKind.FIRST) != (previous is None):
        raise ValidationError({"change_kind": _("“First publication” is for the first edition, and only for that.")})
    if change_kind in (Edition.ChangeKind.UPDATE, Edition.ChangeKind.CORRECTION) and not clean_text(note):
        raise ValidationError({"note": _("Say in one or two sentences what has changed: readers see it.")})
    if change_kind == Edition.ChangeKind.MINOR:
        reasons = kept_back_from_minor(previous.data, document.data)
        if reasons:
            words = _("Not a minor change: %(reasons)s")
            raise ValidationError({"change_kind": words % {"reasons": " ".join(reasons)}})


def _require_suggested_note(note, previous, document):
    """Refuse any note but the suggested one: whoever publishes has submitted the text, so no second person reads it."""
    suggested = suggested_note(previous.data, document.data) if previous else ""
    if clean_text(note) not in ("", suggested):
        words = _("You submitted this text: leave the suggested note, or let somebody else publish it with yours.")
        raise ValidationError({"note": ValidationError(words, code="note")})


def _cite(document):
    """Mark the observations as cited: revising them needs a second person. Refuse if one was revised meanwhile."""
    used = {use["vintage_id"] for use in figure_uses(document.data)}
    observations = Observation.objects.select_for_update(no_key=True)
    locked = list(observations.filter(pk__in=document.observations).order_by("pk").values_list("current", "cited"))
    if not used.issuperset(current for current, _is_cited in locked):
        raise ValidationError(_("A figure has been revised this very moment. Read the text again."), code="seen")
    if not all(is_cited for _current, is_cited in locked):
        Observation.objects.filter(pk__in=document.observations, cited=False).update(cited=True)


def _store_citations(edition, document):
    """Store a citation for each source that a block names. Release and locator come from the list of sources, or else
    the release from the block's figures if they have only one."""
    cited = cited_sources(document.data)
    sources = Source.objects.in_bulk({slug for _key, slug in cited}, field_name="slug")
    uses = figure_uses(document.data)
    vintages = Vintage.objects.filter(pk__in={use["vintage_id"] for use in uses}).order_by()
    origins = {
        key: (slug, release)
        for key, slug, release in vintages.values_list("pk", "observation__series__source__slug", "release")
    }
    releases = {}
    for use in uses:
        slug, release = origins[use["vintage_id"]]
        releases.setdefault((use["block_key"], slug), set()).add(release)
    places = {where: (found.pop(), "") for where, found in releases.items() if len(found) == 1}
    places |= cited_places(document.data)
    Citation.objects.bulk_create(
        Citation(
            edition=edition,
            block_key=key,
            source=sources[slug],
            release_id=release,
            locator=locator,
            licence=sources[slug].licence,
            language=edition.language,
            publish_at=edition.publish_at,
        )
        for key, slug in cited
        for release, locator in [places.get((key, slug), (None, ""))]
    )


def _store_bylines(edition, document, article):
    """Store the bylines, locked against renaming and showing; refuse if a name differs from the document's."""
    rows = article.byline_rows.select_related("byline").order_by("byline_id").select_for_update(of=("byline",))
    if names_of(rows) != document.names_and_address.bylines:
        raise ValidationError(_("A byline has changed this very moment. Read it again."), code="seen")
    EditionByline.objects.bulk_create(
        EditionByline(edition=edition, byline=row.byline, position=row.position) for row in rows
    )


def _store(edition, document, workflow):
    public_changed()
    unchanging = ["article", "by", "approved_by", "submitted_by", "translates", "held_at"]
    edition.full_clean(exclude=unchanging, validate_constraints=False)  # three queries each; the insert checks them
    edition.save()
    html = render_document(document.data)
    Rendering.objects.create(edition=edition, renderer=RENDERER, html=html, created_at=edition.created_at)
    FigureUse.objects.bulk_create(FigureUse(edition=edition, **use) for use in figure_uses(document.data))
    _store_citations(edition, document)
    ImageUse.objects.bulk_create(ImageUse(edition=edition, image_id=image) for image in sorted(document.images))
    _store_bylines(edition, document, workflow.article)
    EditionRelated.objects.bulk_create(
        EditionRelated(edition=edition, article_id=article) for article in document.data["related"]
    )
    if search_index.index(edition, workflow):
        supersede_earlier(edition)


def _replace_waiting(article, *, by, replace, now):
    """Delete the waiting edition if it is the one to `replace`; refuse if another one waits."""
    waiting = waiting_edition(article)
    if waiting and waiting != replace:
        words = _("Edition %(number)d is waiting. Replace it, or cancel it first.")
        raise ValidationError({"replace": words % {"number": waiting.number}})
    if waiting:
        cancel_locked(waiting, by=by, now=now)


class Terms(TypedDict, total=False):
    """How an edition is published: at once without `publish_at`; `replace` is the waiting edition to delete."""

    publish_at: datetime | None
    change_kind: Required[str]
    note: str
    replace: Edition | None


def publish_locked(
    workflow, document: Document, *, by, now, change_kind, publish_at=None, note="", replace=None, forced_reason=""
) -> Edition:
    """Make the approved `document` the next edition, within the caller's transaction and lock.

    With `forced_reason`, `by` is both submitter and approver.
    """
    article = workflow.article
    moment = now or database_now()
    if replace:
        lock_printed(replace, besides=document.observations)
    _replace_waiting(article, by=by, replace=replace, now=now)
    previous = article.editions.order_by("-number").first()
    _require_kind(change_kind, note, previous, document)
    if by.pk == workflow.submitted_by_id and not forced_reason:
        _require_suggested_note(note, previous, document)
    publish_at = publish_at or moment
    require_date(publish_at, moment, passed=_("This time has passed. Choose a later one, or publish now."))
    workflow.address = _address(workflow, moment)
    edition = Edition(
        article=article,
        number=previous.number + 1 if previous else 1,
        language=article.language,
        kind=article.kind,
        title=document.data["title"],
        summary=document.data["summary"],
        document=document.text,
        sha256=document.sha256,
        content_hash=document.content_hash,
        change_kind=change_kind,
        note=clean_text(note),
        translates=translated_edition(article),
        publish_at=publish_at,
        created_at=moment,
        by=by,
        approved_by_id=workflow.approved_by_id,
        submitted_by_id=workflow.submitted_by_id,
        forced_reason=forced_reason,
    )
    _store(edition, document, workflow)
    note_edition(edition)
    back_to_draft(workflow)
    workflow.unchanged_since_edition, workflow.submitted_hash = True, document.with_address().signed
    workflow.save()
    act = FORCE_PUBLISH if forced_reason else PUBLISH
    record(by=by, act=act, article=article, now=now, **_event_detail(edition))
    later = {"variant": "later", "when": publish_at} if publish_at > moment else {}
    tell(workflow, act, by=by, now=now, **later)
    _cite(document)  # last, because whoever revises these values waits from here on
    return edition


def _event_detail(edition):
    names = ("sha256", "change_kind", "note")
    detail = {name: getattr(edition, name) for name in names}
    detail |= {"edition": edition.number, "publish_at": edition.publish_at.isoformat()}
    return detail | ({"reason": edition.forced_reason} if edition.forced_reason else {})


@does(PUBLISH)
@transaction.atomic
def publish(article: Article, *, by: User, seen: str, now: datetime | None = None, **terms: Unpack[Terms]) -> Edition:
    """Publish the approved document at once or at `publish_at`; refuse if it differs from the `seen` hash."""
    workflow = lock(article)
    attempt = Attempt(by, workflow, now)
    require_act(PUBLISH, attempt)
    require_seen(attempt.document, seen)
    require_publishable(attempt.document)
    return publish_locked(workflow, attempt.document, by=by, now=now, **terms)


@does(APPROVE_AND_PUBLISH)
@transaction.atomic
def approve_and_publish(
    article: Article, *, by: User, seen: str, now: datetime | None = None, **terms: Unpack[Terms]
) -> Edition:
    """Approve and publish the document that `by` has read, or neither."""
    workflow = lock(article)
    attempt = Attempt(by, workflow, now)
    require_act(APPROVE_AND_PUBLISH, attempt)
    document = approve_locked(attempt, seen=seen)
    return publish_locked(workflow, document, by=by, now=now, **terms)


def without_rendering():
    return Edition.objects.exclude(renderings__renderer=RENDERER).order_by("pk")


@transaction.atomic
def rerender(edition, *, now: datetime | None = None):
    """Add a rendering by the current renderer; raise NotEqual if it shows another text or value than a stored one."""
    Edition.objects.select_for_update().only("pk").get(pk=edition.pk)
    if stored := edition.renderings.filter(renderer=RENDERER).first():
        return stored
    html = render_document(edition.data)
    for stored in edition.renderings.all():
        require_equal(stored.html, html, name=str(edition))
    return Rendering.objects.create(edition=edition, renderer=RENDERER, html=html, created_at=now or timezone.now())
