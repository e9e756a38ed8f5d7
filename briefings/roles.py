"""Who may do what. Acts check the first table (`require`); the admin's permissions come from the second one."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

AUTHOR, EDITOR, ANALYST, ADMINISTRATOR, AUDITOR = "Author", "Editor", "Analyst", "Administrator", "Auditor"
ROLES = {
    AUTHOR: pgettext_lazy("role", "Author"),
    EDITOR: pgettext_lazy("role", "Editor"),
    ANALYST: pgettext_lazy("role", "Analyst"),
    ADMINISTRATOR: pgettext_lazy("role", "Administrator"),
    AUDITOR: pgettext_lazy("role", "Auditor"),
}
EVERYBODY = frozenset(ROLES)


@dataclass(frozen=True)
class Act:
    """`words` complete the sentence "You may not …"."""

    words: str
    roles: frozenset


def _act(words, *roles):
    return Act(words, frozenset(roles))


ACTS = {
    "see_reference": _act(gettext_lazy("see statistics, sources, topics and pictures"), *EVERYBODY),
    "write_article": _act(gettext_lazy("write articles"), AUTHOR, EDITOR, ANALYST),
    "read_drafts": _act(gettext_lazy("read colleagues’ drafts"), EDITOR, ANALYST, AUDITOR),
    "edit_any_article": _act(gettext_lazy("edit colleagues’ articles"), EDITOR),
    "reassign_article": _act(gettext_lazy("give articles to another author"), EDITOR, ADMINISTRATOR),
    "assign_editor": _act(gettext_lazy("put an editor in charge of articles"), EDITOR),
    "share_article": _act(gettext_lazy("share drafts with people who have no account"), AUTHOR, EDITOR, ANALYST),
    "return_article": _act(gettext_lazy("return articles"), EDITOR),
    "approve_article": _act(gettext_lazy("approve articles"), EDITOR),
    "publish_article": _act(gettext_lazy("publish articles"), EDITOR),
    "comment_article": _act(gettext_lazy("comment on articles"), AUTHOR, EDITOR, ANALYST),
    "publish_by_force": _act(gettext_lazy("publish without a second person"), EDITOR),
    "look_again": _act(gettext_lazy("take the second look at what was published by force"), EDITOR),
    "withdraw_article": _act(gettext_lazy("withdraw articles or take them down"), EDITOR),
    "move_article": _act(gettext_lazy("change the address of articles"), EDITOR),
    "upload_image": _act(gettext_lazy("upload pictures"), AUTHOR, EDITOR, ANALYST),
    "propose_source": _act(gettext_lazy("propose sources"), AUTHOR, EDITOR, ANALYST),
    "edit_topics": _act(gettext_lazy("edit topics and bylines"), EDITOR),
    "hide_byline": _act(gettext_lazy("take a name off every page, or bring it back"), EDITOR),
    "edit_statistics": _act(gettext_lazy("edit statistics, sources, areas and data tables"), ANALYST),
    "record_values": _act(gettext_lazy("enter and revise values"), ANALYST),
    "second_revision": _act(gettext_lazy("be the second person for a revision"), EDITOR, ANALYST),
    "edit_impacts": _act(gettext_lazy("edit impact assessments"), EDITOR, ANALYST),
    "edit_initiatives": _act(gettext_lazy("edit initiatives"), EDITOR, ANALYST),
    "manage_users": _act(gettext_lazy("manage people and roles"), ADMINISTRATOR),
    "see_own_acts": _act(gettext_lazy("see what became of their own articles"), AUTHOR, EDITOR, ANALYST),
    "see_article_history": _act(gettext_lazy("see the history of articles"), EDITOR, AUDITOR),
    "see_statistics_history": _act(gettext_lazy("see the history of statistics"), ANALYST, AUDITOR),
    "see_user_history": _act(gettext_lazy("see the history of users"), ADMINISTRATOR, AUDITOR),
}

# Which roles the holder of a role may give to others and take from them; nobody may change their own. An invitation
# goes to an unverified address, so it cannot include the role that gives roles.
GIVES = {ADMINISTRATOR: EVERYBODY}
NOT_BY_INVITATION = frozenset({ADMINISTRATOR})

# The acts that give the view, add, change and delete permissions of each model in the admin. Only superusers see a
# model that is not listed.
MODEL_ACTS = {
    "article": {"view": "write_article read_drafts", "add": "write_article", "change": "write_article"},
    "byline": {"view": "see_reference", "add": "edit_topics", "change": "edit_topics", "delete": "edit_topics"},
    "topic": {"view": "see_reference", "add": "edit_topics", "change": "edit_topics", "delete": "edit_topics"},
    "edition": {"view": "read_drafts"},
    "image": {"view": "see_reference", "add": "upload_image", "change": "upload_image", "delete": "edit_topics"},
    "source": {"view": "see_reference", "add": "propose_source edit_statistics", "change": "edit_statistics"},
    "release": {"view": "see_reference", "add": "edit_statistics", "change": "edit_statistics"},
    "indicator": {"view": "see_reference", "add": "edit_statistics", "change": "edit_statistics"},
    "area": {"view": "see_reference", "add": "edit_statistics", "change": "edit_statistics"},
    "areaalias": {
        "view": "see_reference",
        "add": "edit_statistics",
        "change": "edit_statistics",
        "delete": "edit_statistics",
    },
    "series": {"view": "see_reference", "add": "edit_statistics", "change": "edit_statistics"},
    "observation": {"view": "see_reference", "add": "record_values"},
    "vintage": {"view": "see_reference"},
    "batch": {"view": "see_reference"},
    "datatable": {"view": "see_reference", "add": "edit_statistics", "change": "edit_statistics"},
    "datatablecolumn": dict.fromkeys(["add", "change", "delete"], "edit_statistics") | {"view": "see_reference"},
    "datatablerow": dict.fromkeys(["add", "change", "delete"], "edit_statistics") | {"view": "see_reference"},
    "impact": {"view": "see_reference", "add": "edit_impacts", "change": "edit_impacts"},
    "initiative": {"view": "see_reference", "add": "edit_initiatives", "change": "edit_initiatives"},
    "milestone": dict.fromkeys(["add", "change", "delete"], "edit_initiatives") | {"view": "see_reference"},
    "user": {"view": "manage_users", "change": "manage_users"},
    "event": {"view": "see_article_history see_statistics_history see_user_history"},
}


def may(user, act):
    """Whether one of the person's roles allows the act. Superusers may do every act; four eyes binds them too."""
    if not user.is_active:
        return False
    return user.is_superuser or bool(user.roles & ACTS[act].roles)


class NotAllowed(PermissionDenied):
    """No role of the person allows any of `acts`. `words` replaces the message, which names only the first act."""

    def __init__(self, *acts, words=""):
        super().__init__(words or _("You may not %(act)s.") % {"act": ACTS[acts[0]].words})
        self.acts = acts


class NotNow(PermissionDenied):
    """Nobody may do this now: too early or too late."""


class SomebodyElses(PermissionDenied):
    """The roles of the person allow the act, but not on this object; `ask`: the people who may."""

    def __init__(self, words, ask=()):
        super().__init__(words)
        self.ask = ask


def require(user, act):
    """Raise NotAllowed unless `may(user, act)`."""
    if not may(user, act):
        raise NotAllowed(act)


def needs(permission):
    """The condition of an act that one of the person's roles gives the permission."""

    def condition(case):
        require(case.by, permission)

    condition.permission = permission
    return condition


def gives(user, *, by_invitation=False):
    """The roles that the person may give to others. Superusers may give all: they set up a site."""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return EVERYBODY
    given = frozenset().union(*(GIVES.get(role, ()) for role in user.roles))
    return given - NOT_BY_INVITATION if by_invitation else given


def roles_with(model_name, permission):
    """Names of the roles to which the admin gives `permission` ("view", "add", …) on a model."""
    acts = MODEL_ACTS.get(model_name, {}).get(permission, "").split()
    return frozenset().union(*(ACTS[act].roles for act in acts)) if acts else frozenset()


def write_groups(using):
    """Update Django's groups and their permissions from the tables; called after every migrate."""
    from django.contrib.auth.models import Group, Permission

    permissions = {
        (permission.content_type.model, permission.codename.partition("_")[0]): permission
        for permission in Permission.objects.using(using)
        .filter(content_type__model__in=MODEL_ACTS)
        .select_related("content_type")
    }
    for role in ROLES:
        group, _created = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set(
            permission for (model, verb), permission in permissions.items() if role in roles_with(model, verb)
        )
