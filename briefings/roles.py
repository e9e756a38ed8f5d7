"""Permissions and roles. Declarations of acts name permissions of the first table; the admin's own permissions come
from the second one."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models
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
class Permission:
    """`words` complete the sentence "You may not …"."""

    words: str
    roles: frozenset


def _permission(words, *roles):
    return Permission(words, frozenset(roles))


PERMISSIONS = {
    "see_reference": _permission(gettext_lazy("see statistics, sources, topics and pictures"), *EVERYBODY),
    "write_article": _permission(gettext_lazy("write articles"), AUTHOR, EDITOR, ANALYST),
    "read_drafts": _permission(gettext_lazy("read colleagues’ drafts"), EDITOR, ANALYST, AUDITOR),
    "edit_any_article": _permission(gettext_lazy("edit colleagues’ articles"), EDITOR),
    "reassign_article": _permission(gettext_lazy("give articles to another author"), EDITOR, ADMINISTRATOR),
    "assign_editors": _permission(gettext_lazy("put an editor in charge of articles"), EDITOR),
    "share_article": _permission(gettext_lazy("share drafts with people who have no account"), AUTHOR, EDITOR, ANALYST),
    "return_article": _permission(gettext_lazy("return articles"), EDITOR),
    "approve_article": _permission(gettext_lazy("approve articles"), EDITOR),
    "publish_article": _permission(gettext_lazy("publish articles"), EDITOR),
    "comment_article": _permission(gettext_lazy("comment on articles"), AUTHOR, EDITOR, ANALYST),
    "publish_by_force": _permission(gettext_lazy("publish without a second person"), EDITOR),
    "take_second_look": _permission(
        gettext_lazy("take the second look at what was published without a second person"), EDITOR
    ),
    "withdraw_article": _permission(gettext_lazy("withdraw articles or take them down"), EDITOR),
    "move_article": _permission(gettext_lazy("change the address of articles"), EDITOR),
    "upload_images": _permission(gettext_lazy("upload pictures"), AUTHOR, EDITOR, ANALYST),
    "propose_source": _permission(gettext_lazy("propose sources"), AUTHOR, EDITOR, ANALYST),
    "edit_topics": _permission(gettext_lazy("edit topics, bylines and the synonyms of search"), EDITOR),
    "hide_bylines": _permission(gettext_lazy("take a name off every page, or bring it back"), EDITOR),
    "edit_statistics": _permission(gettext_lazy("edit statistics, sources, areas and data tables"), ANALYST),
    "enter_values": _permission(gettext_lazy("enter and revise values"), ANALYST),
    "second_revision": _permission(gettext_lazy("be the second person for a revision"), EDITOR, ANALYST),
    "apply_by_force": _permission(gettext_lazy("apply values without a second person"), ANALYST),
    "edit_impacts": _permission(gettext_lazy("edit impact assessments"), EDITOR, ANALYST),
    "edit_initiatives": _permission(gettext_lazy("edit initiatives"), EDITOR, ANALYST),
    "manage_users": _permission(gettext_lazy("manage people and roles"), ADMINISTRATOR),
    "use_switches": _permission(gettext_lazy("use the emergency switches"), ADMINISTRATOR),
    "see_own_acts": _permission(gettext_lazy("see what became of their own articles"), AUTHOR, EDITOR, ANALYST),
    "see_article_history": _permission(gettext_lazy("see the history of articles"), EDITOR, AUDITOR),
    "see_statistics_history": _permission(gettext_lazy("see the history of statistics"), ANALYST, AUDITOR),
    "see_user_history": _permission(gettext_lazy("see the history of users"), ADMINISTRATOR, AUDITOR),
}


class Realm(models.TextChoices):
    """Parts of the log: not everybody reads all of it."""

    ARTICLES = "articles", gettext_lazy("articles")
    STATISTICS = "statistics", gettext_lazy("statistics")
    USERS = "users", gettext_lazy("users")


REALM_PERMISSIONS = {
    Realm.ARTICLES: "see_article_history",
    Realm.STATISTICS: "see_statistics_history",
    Realm.USERS: "see_user_history",
}

# Which roles the holder of a role may give to others and take from them; nobody may change their own. An invitation
# goes to an unverified address, so it cannot include the role that gives roles.
GIVES = {ADMINISTRATOR: EVERYBODY}
NOT_BY_INVITATION = frozenset({ADMINISTRATOR})

# The permissions that allow to view, add, change and delete each model in the admin. Only superusers see a model that
# is not listed.
MODEL_PERMISSIONS = {
    "article": {"view": "write_article read_drafts", "add": "write_article", "change": "write_article"},
    "byline": {"view": "see_reference", "add": "edit_topics", "change": "edit_topics", "delete": "edit_topics"},
    "topic": {"view": "see_reference", "add": "edit_topics", "change": "edit_topics", "delete": "edit_topics"},
    "edition": {"view": "read_drafts"},
    "image": {"view": "see_reference", "add": "upload_images", "change": "upload_images", "delete": "edit_topics"},
    "source": {"view": "see_reference", "add": "propose_source edit_statistics", "change": "edit_statistics"},
    "synonyms": {"view": "see_reference", "add": "edit_topics", "change": "edit_topics", "delete": "edit_topics"},
    "release": {"view": "see_reference", "add": "edit_statistics", "change": "edit_statistics"},
    "indicator": {"view": "see_reference", "add": "edit_statistics", "change": "edit_statistics"},
    "area": {"view": "see_reference", "add": "edit_statistics", "change": "edit_statistics"},
    "areaalias": dict.fromkeys(["add", "change", "delete"], "edit_statistics") | {"view": "see_reference"},
    "series": {"view": "see_reference", "add": "edit_statistics", "change": "edit_statistics"},
    "observation": {"view": "see_reference", "add": "enter_values"},
    "vintage": {"view": "see_reference"},
    "batch": {"view": "see_reference"},
    "importfile": {"view": "enter_values", "add": "enter_values"},
    "datatable": {"view": "see_reference", "add": "edit_statistics", "change": "edit_statistics"},
    "datatablecolumn": dict.fromkeys(["add", "change", "delete"], "edit_statistics") | {"view": "see_reference"},
    "datatablerow": dict.fromkeys(["add", "change", "delete"], "edit_statistics") | {"view": "see_reference"},
    "impact": {"view": "see_reference", "add": "edit_impacts", "change": "edit_impacts"},
    "initiative": {"view": "see_reference", "add": "edit_initiatives", "change": "edit_initiatives"},
    "milestone": dict.fromkeys(["add", "change", "delete"], "edit_initiatives") | {"view": "see_reference"},
    "mail": {"view": "manage_users"},
    "user": {"view": "manage_users", "change": "manage_users"},
    "event": {"view": "see_article_history see_statistics_history see_user_history"},
}


def may(user, permission):
    """Whether one of the person's roles gives the permission. Superusers have every one; four eyes binds them too."""
    if not user.is_active:
        return False
    return user.is_superuser or bool(user.roles & PERMISSIONS[permission].roles)


def roles_giving(permission):
    return PERMISSIONS[permission].roles


class NotAllowed(PermissionDenied):
    """No role of the person gives any of the permissions. `words` replaces the message, which names only the first."""

    def __init__(self, *permissions, words=""):
        super().__init__(words or _("You may not %(act)s.") % {"act": PERMISSIONS[permissions[0]].words})
        self.permissions = permissions


class SomebodyElses(PermissionDenied):
    """The roles of the person allow the act, but not on this object; `ask`: the people who may."""

    def __init__(self, words, ask=()):
        super().__init__(words)
        self.ask = ask


def require(user, permission):
    if not may(user, permission):
        raise NotAllowed(permission)


def needs(permission):
    """The condition of an act that one of the person's roles gives the permission."""

    def condition(attempt):
        require(attempt.by, permission)

    condition.permission = permission
    return condition


def roles_in_words():
    """[(name of the role, its permissions in words)]."""
    return [
        (words, [permission.words for permission in PERMISSIONS.values() if role in permission.roles])
        for role, words in ROLES.items()
    ]


def gives(user, *, by_invitation=False):
    """The roles that the person may give to others. Superusers may give all: they set up a site."""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return EVERYBODY
    given = frozenset().union(*(GIVES.get(role, ()) for role in user.roles))
    return given - NOT_BY_INVITATION if by_invitation else given


def roles_with(model_name, verb):
    """Names of the roles to which the admin gives `verb` ("view", "add", …) on a model."""
    permissions = MODEL_PERMISSIONS.get(model_name, {}).get(verb, "").split()
    return frozenset().union(*(PERMISSIONS[permission].roles for permission in permissions))


def admin_permissions(roles):
    """The admin's permissions of somebody with these roles, as in "briefings.change_article"."""
    return {
        f"briefings.{verb}_{model}"
        for model, verbs in MODEL_PERMISSIONS.items()
        for verb in verbs
        if roles & roles_with(model, verb)
    }


def write_groups(using):
    """Update Django's groups and their permissions from the tables; called after every migrate."""
    from django.contrib.auth.models import Group, Permission

    permissions = {
        (permission.content_type.model, permission.codename.partition("_")[0]): permission
        for permission in Permission.objects.using(using)
        .filter(content_type__model__in=MODEL_PERMISSIONS)
        .select_related("content_type")
    }
    for role in ROLES:
        group, _created = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set(
            permission for (model, verb), permission in permissions.items() if role in roles_with(model, verb)
        )
