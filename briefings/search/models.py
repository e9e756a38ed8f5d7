"""The search index and its synonyms. Slices hand rows to it; this slice knows no other model."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..history.logged_models import Logged
from ..lib.texts import text_field
from ..roles import Realm
from .words import FACET, GAP, MOST_POSITIONS, PART, START, TITLE, words_of

WITHOUT_POSITION = frozenset({START, TITLE, FACET, PART})
VERSION = 3  # of how words are indexed; `tick` renews rows of an older one


class WordsField(models.TextField):
    """The words of the index, with blanks between them: a tsvector on PostgreSQL; SQLite's FTS5 reads the text."""

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        return vector(value) if value and connection.vendor == "postgresql" else value


def vector(words: str) -> str:
    """The literal of a tsvector. No word holds a quotation mark or a backslash."""
    positions: dict[str, list[str]] = {}
    for position, word in enumerate(words.split(), 1):
        if word == GAP:
            continue
        places = positions.setdefault(word, [])
        if position <= MOST_POSITIONS and word[0] not in WITHOUT_POSITION:
            places.append(str(position))
    return " ".join([f"'{word}':{','.join(places)}" if places else f"'{word}'" for word, places in positions.items()])


class SearchDocument(models.Model):
    """The text of one public page. Searches return it from `public_from` on.

    `words` is what the index knows; `head` are the stems of title and summary, by which hits are ranked. `topics`
    and `places` are slugs and codes, one a line; `key` is the document's own, if it is a topic or a place, and the kind
    of a briefing. `used` names what a briefing shows: `initiative/<slug>`, one a line.
    """

    kind = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    text = models.TextField()
    url = models.CharField(max_length=300)
    public_from = models.DateTimeField()
    key = models.CharField(max_length=120, db_default="", default="")
    topics = models.TextField(db_default="", default="")
    places = models.TextField(db_default="", default="")
    year = models.PositiveSmallIntegerField(null=True)
    used = models.TextField(db_default="", default="")
    is_withdrawn = models.BooleanField(db_default=False, default=False)
    head = models.TextField(db_default="", default="")
    words = WordsField(null=True)
    version = models.PositiveSmallIntegerField(db_default=0, default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "target_id", "language"], name="search_document_once")]
        indexes = [
            models.Index(fields=["kind", "key", "language"], name="search_document_key"),
            models.Index(fields=["kind", "language", "id"], name="search_document_newest"),
        ]

    def __str__(self):
        return self.title


class DraftDocument(models.Model):
    """What the current text of an article is found by at the desk. `id` is the key of the article, `words` are as in
    `SearchDocument`."""

    id = models.BigIntegerField(primary_key=True)
    words = WordsField()
    version = models.PositiveSmallIntegerField()

    def __str__(self):
        return str(self.pk)


class Synonyms(models.Model):
    """Words that mean the same: whoever looks for one of them finds the others too."""

    MOST_LINES, LONGEST_LINE = 20, 80
    MOST_READ = 500  # of the groups: each search reads them

    words = text_field(
        _("words that mean the same"),
        help_text=_("One a line, each a word or several, in either language: sicariato, contract killing."),
    )

    logged = Logged(Realm.ARTICLES)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = pgettext_lazy("plural", "synonyms")
        ordering = ["pk"]

    def __str__(self):
        return " = ".join(self.lines())

    def lines(self) -> list[str]:
        return [line.strip() for line in self.words.splitlines() if line.strip()]

    def clean(self):
        lines = self.lines()
        if not 2 <= len(lines) <= self.MOST_LINES:
            words = gettext("Write two to %(most)d of them, each on a line of its own.")
            raise ValidationError({"words": words % {"most": self.MOST_LINES}})
        if any(len(line) > self.LONGEST_LINE or not list(words_of(line)) for line in lines):
            raise ValidationError({"words": gettext("A line has no word, or is too long for one.")})


def synonyms() -> list[list[str]]:
    groups = Synonyms.objects.order_by("pk")[: Synonyms.MOST_READ]
    return [group.lines() for group in groups]
