"""The lists of articles that wait for somebody. The home page shows the top of each, the change list filters by it."""

from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..articles.models import Comment, Edition, FollowUp, Unread
from ..articles.models.articles import Stage
from ..roles import may


@dataclass(frozen=True)
class DeskList:
    """The articles for which `condition(user)` holds; for users with one of the `permissions`."""

    name: str
    place: int
    title: str
    empty: str
    all_words: str
    condition: callable
    permissions: tuple = ("write_article",)

    def is_for(self, user):
        return any(may(user, permission) for permission in self.permissions)

    @property
    def url(self):
        return f"{reverse('admin:briefings_article_changelist')}?desk={self.name}"


AT_WORK = {"workflow__stage": Stage.DRAFT, "workflow__unchanged_since_edition": False}
READS = ("write_article", "read_drafts")


def visible(user, path=""):
    """Condition: the user may read the article at the end of `path`."""
    return Q() if may(user, "read_drafts") else Q(**{f"{path}workflow__owner": user})


def _has(editions):
    return Q(Exists(editions.filter(article=OuterRef("pk"))))


def _own(user, *conditions, **fields):
    return Q(*conditions, workflow__owner=user, **fields)


def _changed_by_others(user):
    """Condition: somebody else saved the article last, after it was submitted."""
    return ~Q(workflow__submitted_hash="") & Q(changed_by__isnull=False) & ~Q(changed_by=user)


def _fixed(user):
    """What others have changed in a draft after it was submitted, or in review."""
    others = Exists(Unread.objects.filter(workflow=OuterRef("workflow__pk")).exclude(person=user))
    in_review = Q(~Q(workflow__submitted_by=user) | Q(others), workflow__stage=Stage.IN_REVIEW)
    return _own(user, Q(_changed_by_others(user), **AT_WORK) | in_review)


def _draft(user):
    return _own(user, ~_changed_by_others(user), **AT_WORK, workflow__returned_comment="")


def _returned(user):
    return _own(user, ~Q(workflow__returned_comment=""), **AT_WORK)


def _to_review(user):
    """What the user may approve. Not if another editor is in charge who is active and did not submit it."""
    for_everybody = Q(workflow__editor=None) | Q(workflow__editor__is_active=False)
    for_me = for_everybody | Q(workflow__editor=user) | Q(workflow__editor=F("workflow__submitted_by"))
    unread = Exists(Unread.objects.filter(workflow=OuterRef("workflow__pk"), person=user))
    return Q(for_me, ~Q(workflow__submitted_by=user), ~unread, workflow__stage=Stage.IN_REVIEW)


def _approved(user):
    everybodys = Q() if may(user, "publish_article") else Q(workflow__owner=user)
    return Q(everybodys, workflow__stage=Stage.APPROVED)


def to_look_at_again(user):
    """Editions published without a second person that this user may confirm."""
    return Edition.objects.needing_second_look().exclude(by=user).exclude(article__workflow__owner=user)


def comments_for(user):
    """Open comments of others on the user's articles."""
    comments = Comment.objects.open().filter(article__workflow__owner=user).exclude(by=user)
    return comments.exclude(article__workflow__stage=Stage.ARCHIVED)


def to_follow(user):
    """What was revised in the other language and has to be followed: by the user's articles, for editors by any."""
    follow_ups = FollowUp.objects.open()
    return follow_ups if may(user, "edit_any_article") else follow_ups.filter(article__workflow__owner=user)


DESK_LISTS = [
    DeskList("drafts", 10, _("My drafts"), _("No draft of yours."), _("All my drafts"), _draft),
    DeskList(
        "review", 20, _("Waiting for my review"), _("Nothing waits for your review."),
        _("All that waits for my review"), _to_review, ("approve_article",),
    ),
    DeskList(
        "returned", 30, _("Returned to me with comments"), _("Nothing has come back to you."), _("All that came back"),
        _returned,
    ),
    DeskList(
        "fixes", 40, _("Changed by others, to accept"), _("Nobody has changed a text of yours."),
        _("All that others have changed"), _fixed,
    ),
    DeskList(
        "submitted", 50, _("With the editors"), _("Nothing of yours is in review."), _("All of mine in review"),
        lambda user: _own(user, workflow__stage=Stage.IN_REVIEW, workflow__submitted_by=user),
    ),
    DeskList(
        "approved", 60, _("Approved, not yet published"), _("Nothing approved waits to be published."),
        _("All approved articles"), _approved,
    ),
    DeskList(
        "charge", 65, _("In my charge"), _("No article is in your charge."), _("All in my charge"),
        lambda user: Q(
            ~Q(workflow__stage=Stage.ARCHIVED), workflow__unchanged_since_edition=False, workflow__editor=user
        ),
        ("approve_article",),
    ),
    DeskList(
        "scheduled", 70, _("Scheduled and held"), _("No edition is waiting for its date."),
        _("All scheduled and held articles"), lambda user: _has(Edition.objects.waiting()) & visible(user), READS,
    ),
    DeskList(
        "published", 80, _("Recently published"), _("Nothing has been published yet."), _("All published articles"),
        lambda user: _has(Edition.objects.public()) & visible(user), READS,
    ),
    DeskList(
        "follow", 90, _("Revised in the other language"), _("Nothing revised in one language waits for the other."),
        _("All that were revised in the other language"), lambda user: _has(to_follow(user)),
    ),
    DeskList(
        "second_look", 100, _("Needs a second look"),
        _("Nothing published without a second person waits for a second look."),
        _("All that needs a second look"), lambda user: _has(to_look_at_again(user)), ("take_second_look",),
    ),
    DeskList(
        "comments", 110, _("Comments on my articles"), _("No open comment on an article of yours."),
        _("All my articles with open comments"), lambda user: _has(comments_for(user)),
    ),
]  # fmt: skip


def desk_lists(user):
    """{name: list} of the user's lists, in the order of the home page."""
    return {desk_list.name: desk_list for desk_list in DESK_LISTS if desk_list.is_for(user)}


class DeskFilter(admin.SimpleListFilter):
    title = _("desk")
    parameter_name = "desk"

    def lookups(self, request, model_admin):
        return [(desk_list.name, desk_list.title) for desk_list in desk_lists(request.user).values()]

    def queryset(self, request, queryset):
        desk_list = desk_lists(request.user).get(self.value())
        return queryset.filter(desk_list.condition(request.user)) if desk_list else queryset
