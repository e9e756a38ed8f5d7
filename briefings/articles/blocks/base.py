import uuid
from collections.abc import Iterator
from functools import cached_property

from content_editor.models import PluginBase
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...documents.kinds import Kind
from ...documents.resolution import Resolution
from ...history.logged_models import Logged
from ...lib.bases import label_of
from ...lib.html import text_of
from ...lib.numbers import as_number
from ...lib.texts import LineField
from ...roles import Realm
from ...statistics.printed_in.places import Cells, Use

PLACE = ("id", "parent", "region", "ordering", "key")


STEP = 10  # between the places of two blocks


def _place(ordering):
    """The place of a block in its article, from 1; the form leaves room between two of them."""
    number = as_number(str(ordering))
    return number // STEP if number and number >= STEP else ordering


class Block(PluginBase):
    """One piece of an article's body. `key` stays the same through edits, restores and translations.

    The model of a kind has the names of its `kind`.
    """

    parent = models.ForeignKey("briefings.Article", models.CASCADE, related_name="%(class)s_set")
    region = models.CharField(max_length=20, default="main")
    ordering = models.IntegerField(default=0)
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    kind: Kind
    logged = Logged(
        Realm.ARTICLES,
        part_of="parent",
        labels={"ordering": gettext_lazy("place"), "parent": gettext_lazy("article")},
        words={"ordering": _place},
    )
    icon = ""  # of its button in the editor, a name from Material Icons
    refers_to: tuple[str, ...] = ()  # relations to fetch in the same query
    rows_refer_to: tuple[str, ...] = ()  # those of the rows of an ordered selection
    short_texts: tuple[str, ...] = ()  # text fields for which two lines are enough in the form
    plain_texts: tuple[str, ...] = ()  # fields that a translator translates
    rich_texts: tuple[str, ...] = ()
    opens_articles = False  # an empty article opens with a block of this kind
    shows_content = False  # the form shows beside the fields what readers would see
    needed: tuple[str, ...] = ()  # fields and selections that publication needs; a draft may lack them

    class Meta:
        abstract = True
        ordering = ["ordering", "pk"]
        constraints = [models.UniqueConstraint(fields=["parent", "key"], name="%(class)s_key_once")]

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if kind := cls.__dict__.get("kind"):
            names = {"verbose_name": kind.verbose_name, "verbose_name_plural": kind.verbose_name_plural}
            cls.Meta = type("Meta", (Block.Meta,), names)

    def __str__(self):
        excerpt = Truncator(" ".join(self.excerpt().split())).chars(60)
        return f"{self._meta.verbose_name}: {excerpt}" if excerpt else str(self._meta.verbose_name)

    def excerpt(self) -> str:
        """The words by which an editor recognises this block."""
        return ""

    def clean_fields(self, exclude=None):
        """Whether what it refers to exists is not asked again where a form or a version has looked it up."""
        known = {field.name for field in self.own_fields() if field.is_relation and self._is_known(field)}
        super().clean_fields({*(exclude or ()), *known})

    def _is_known(self, field):
        return field.is_cached(self) and getattr(self, field.name) is not None

    def clean(self):
        if self.region not in {region.key for region in self._meta.get_field("parent").related_model.regions}:
            raise ValidationError(_("An article has no part called “%(region)s”.") % {"region": self.region})

    @cached_property
    def chosen(self) -> list[models.Model]:
        """The rows of the block's ordered selection, none where it has no such thing."""
        return list(self.rows.all()) if self.row_model() else []

    def missing(self) -> list[str]:
        """Sentences about what publication needs and the block lacks; [] when it is finished."""
        lacking = [name for name in self.needed if not self._typed(self._meta.get_field(name))]
        if not lacking:
            return []
        named = ", ".join(str(self._meta.get_field(name).verbose_name) for name in lacking)
        words = _("“%(block)s” is not finished. It still needs: %(fields)s.")
        return [words % {"block": capfirst(self._meta.verbose_name), "fields": named}]

    def typed(self) -> str:
        """What somebody has typed and chosen so far, a line for each field."""
        fields = [*self.own_fields(), *self._meta.many_to_many]
        return "\n".join(filter(None, map(self._typed, fields)))

    def _typed(self, field: models.Field) -> str:
        if field.many_to_many:
            return "\n".join(map(str, self.chosen))
        value = getattr(self, field.name)
        if isinstance(field, models.BooleanField) or value is None:
            return ""
        return (text_of(value) if field.name in self.rich_texts else str(value)).strip()

    @classmethod
    def prepare(cls, blocks: list["Block"], language: str) -> None:
        """Look up what all blocks of an article need at once, so that more blocks cost no more queries."""

    def resolve(self, resolution: Resolution) -> dict:
        """The block's part of the document; `key` and `type` are added to it."""
        raise NotImplementedError

    @classmethod
    def printing(cls, cells: Cells, blocks: models.QuerySet) -> models.QuerySet:
        """Those of these blocks that print one of the values in a working copy."""
        return blocks.none()

    @classmethod
    def uses(cls, cells: Cells, blocks: models.QuerySet) -> Iterator[tuple[int, Use]]:
        """(article, use) for each of the values that blocks of `printing` print."""
        return iter(())

    @classmethod
    def own_fields(cls) -> list[models.Field]:
        """The fields that hold what the block says."""
        return [field for field in cls._meta.concrete_fields if field.name not in PLACE]

    @classmethod
    def row_model(cls) -> type[models.Model] | None:
        """The rows of the block's ordered selection, related as `rows`; None for a kind without one."""
        rows = getattr(cls, "rows", None)
        return rows.rel.related_model if hasattr(rows, "rel") else None

    @classmethod
    def row_fields(cls) -> list[models.Field]:
        """Fields of a row other than its place: the chosen object first."""
        fields = cls.row_model()._meta.concrete_fields if cls.row_model() else []
        return [field for field in fields if field.name not in ("id", "block", "position")]


class NamedRowsBlock(Block):
    """A captioned table of chosen things that have a name and a description; `in_words` are fields with choices."""

    plain_texts = ("caption",)
    in_words: tuple[str, ...] = ()

    caption = LineField(gettext_lazy("caption"), max_length=200, blank=True)

    class Meta(Block.Meta):
        abstract = True

    def excerpt(self):
        return self.caption

    def resolve(self, resolution):
        (relation,) = self.rows_refer_to
        rows = [self._row(getattr(row, relation), resolution) for row in self.chosen]
        return {"caption": self.caption, "rows": rows}

    def _row(self, thing: models.Model, resolution: Resolution) -> dict:
        resolution.require_public(thing)
        texts = {name: resolution.text_in(thing, name) for name in ("name", "description")}
        return {"slug": thing.slug} | texts | {name: label_of(thing, name) for name in self.in_words}
