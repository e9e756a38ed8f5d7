"""Details of the events of acts on articles, and the settings of their pages and mails."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...lib.acts import Act, Detail, Mail, Page
from ..models import Edition
from ..models.articles import LANGUAGES

# Shown to the article's author too, unless an act declares the detail `for_staff`.
EDITION = Detail("edition", _("edition"), for_author=True)
VERSION = Detail("version", _("version"), for_author=True)
CHANGE_KIND = Detail("change_kind", _("kind of change"), choices=tuple(Edition.ChangeKind.choices), for_author=True)
LANGUAGE = Detail("language", _("language"), choices=tuple(LANGUAGES), for_author=True)
SLUG = Detail("slug", _("address"), for_author=True)
TOPIC = Detail("topic", _("topic"), for_author=True)
BEFORE = Detail("before", _("before"), for_author=True)
AFTER = Detail("after", _("now"), for_author=True)
PERSON_BEFORE = Detail("before", _("before"), names_people=True, for_author=True)
PERSON_AFTER = Detail("after", _("now"), names_people=True, for_author=True)
PUBLISH_AT = Detail("publish_at", _("public from"), for_author=True)
TEXT = Detail("text", _("text"), for_author=True)
RETURNED_WITH = Detail("comment", _("comment"), for_author=True)
NOTE = Detail("note", _("public note"), for_author=True)
REASON = Detail("reason", _("reason"), for_author=True)
BATCH = Detail("batch", _("batch of values"))
# Shown only to people who may read the history of articles.
VOIDED = Detail("voided", _("approval voided"))
INSTEAD_OF = Detail("instead_of", _("instead of"))
HASH = Detail("hash", _("fingerprint of the text"), is_fingerprint=True)
SHA256 = Detail("sha256", _("fingerprint of the text"), is_fingerprint=True)
# Not shown: keys of rows that other details name, and the whole document with bylines and address.
COMMENT_KEY = Detail("comment", hidden=True)
BLOCK_KEY = Detail("block", hidden=True)
LINK_KEY = Detail("link", hidden=True)
DOCUMENT = Detail("document", hidden=True, is_long=True)
NAMES_AND_ADDRESS = Detail("around", hidden=True)


@dataclass(frozen=True)
class ArticlePage(Page):
    """`reads`: the page shows the document and posts its hash; `on_waiting`: the act is on the waiting edition;
    `to_come`: the message after publishing for a later date; `apart`: the button is separate from the others;
    `if_approved`: the message if the act, which returns that, has approved the text;
    `if_revised`: the act whose page is shown instead once something has changed since the approval;
    `reads_other_language`: the page shows what was revised in the other language;
    `needs_complete_text`: the act refuses while the checklist has blockers."""

    reads: bool = False
    on_waiting: bool = False
    to_come: str = ""
    apart: bool = False
    if_approved: str = ""
    if_revised: Act | None = None
    reads_other_language: bool = False
    needs_complete_text: bool = False

    @property
    def publishes(self):
        return bool(self.to_come)


@dataclass(frozen=True)
class BylinePage(Page):
    """`title` has the name in it; `to` is what the page posts, so that the act is the one that it showed."""

    title: str = ""
    to: str = ""


class MailKind(models.TextChoices):
    """What people can switch off, in words that follow "Send me a mail when"."""

    SUBMITTED = "submitted", _("it waits for review, or its author has accepted changes")
    CHANGED = "changed", _("somebody else has changed it")
    RETURNED = "returned", _("it was returned to its author")
    APPROVED = "approved", _("it was approved")
    PUBLISHED = "published", _("it was published")
    SCHEDULED = "scheduled", _("it was given a date or another date, held or cancelled, or the hold ended")
    WITHDRAWN = "withdrawn", _("it was withdrawn or taken down, or that was undone")
    COMMENTED = "commented", _("somebody has commented on it")


@dataclass(frozen=True)
class ArticleMail(Mail):
    """`to`: the fields "owner" and "editor" of the workflow; "writers", who have worked on the text; "reviewers", the
    editor in charge or else all, of those who can approve the text. The words are for the owner, if one of `to`, and
    `page` is the page beside the article that the owner's link opens. `variants` by name: the mail of the act in
    another situation."""

    kind: MailKind = MailKind.CHANGED
    to: tuple = ("owner", "writers")
    page: str = "change"
    variants: dict[str, "ArticleMail"] = field(default_factory=dict)

    def variant(self, name: str) -> "ArticleMail":
        return self.variants.get(name, self)
