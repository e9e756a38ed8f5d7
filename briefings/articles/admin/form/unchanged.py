"""Whether a posted form says what the newest saved version says. Most saves of a form change something; one that does
not needs no blocks, forms and checks, which are nine tenths of a save."""

import re
from functools import cache

from django import forms
from django.http import QueryDict

from ....lib.numbers import as_number
from ...blocks import block_models
from ...models import Article, SavedVersion
from ...models.articles import Stage
from ..blocks import form_of

BUTTON, PLAIN_BUTTONS = re.compile("_[a-z]"), {"_save", "_continue"}
OWN = ("title", "summary", "kind", "language", "slug")
ROW = re.compile(r"([a-z]+)_set-(\d+)-block_key")


class Unchanged(Exception):
    """The posted form changes nothing."""


def is_unchanged(article: Article, saved: SavedVersion, post: QueryDict) -> bool:
    """Whether saving would write nothing. False where only the whole form can tell.

    `saved` is the article's newest version. Only drafts: saving a text in review counts even if nothing differs.
    """
    if article.workflow.stage != Stage.DRAFT or saved.number != article.version:
        return False
    if {name for name in post if BUTTON.match(name)} - PLAIN_BUTTONS:
        return False
    return _own_fields_are(article, post) and _relations_are(saved.content, post) and _blocks_are(saved.content, post)


def _own_fields_are(article, post):
    fields = _form_fields(Article, OWN)
    # Those with readers, or translations, have no field for the address or the language.
    posted = [name for name in OWN if name in post or name not in ("language", "slug")]
    if any(_differs(fields[name], getattr(article, name), post, name) for name in posted):
        return False
    return bool(article.slug or article.workflow.address_id)  # otherwise the title makes one


def _relations_are(content, post):
    bylines = [str(key) for key, _label in content["bylines"]]
    sets = ({str(key) for key, _label in content[name]} == set(post.getlist(name)) for name in ("topics", "related"))
    return bylines == post.getlist("byline_choice") and all(sets)


def _blocks_are(content, post):
    prefixes = {}  # (name of the model, key of the block): prefix of the posted fields
    for name in post:
        if match := ROW.fullmatch(name):
            prefixes[match[1], post[name].lower()] = name.removesuffix("-block_key")
    blocks = content["blocks"]
    if {(block["model"], block["key"]) for block in blocks} != prefixes.keys() or len(blocks) != _number_of_rows(post):
        return False
    places = [as_number(post.get(f"{prefixes[block['model'], block['key']]}-ordering", "")) for block in blocks]
    if None in places or places != sorted(set(places)):
        return False
    return all(_block_is(block, post, prefixes[block["model"], block["key"]]) for block in blocks)


def _number_of_rows(post):
    """Of those in the post, whether or not they have a key."""
    return len({match[0] for name in post if (match := re.match(r"[a-z]+_set-\d+", name))})


def _block_is(block, post, prefix):
    if f"{prefix}-DELETE" in post or post.get(f"{prefix}-region") != block["region"]:
        return False
    model = next(each for each in block_models() if each._meta.model_name == block["model"])
    form = form_of(model)
    fields = _form_fields(model, tuple(field.name for field in model.own_fields()))
    if fields.keys() != block["fields"].keys():
        return False
    for name, field in fields.items():
        value = block["fields"][name]
        stored = value[0] if isinstance(value, list) else form.as_shown(name, value)
        if _differs(field, stored, post, f"{prefix}-{name}"):
            return False
    if model.row_model() is None:
        return True
    return not _differs(form.base_fields["chosen"], form.chosen_in(block["chosen"]), post, f"{prefix}-chosen")


def _differs(field, stored, post, name):
    return field.has_changed(stored, field.widget.value_from_datadict(post, {}, name))


@cache
def _form_fields(model, names) -> dict[str, forms.Field]:
    """They compare what is stored with what is posted, as those of the form do; they check nothing."""
    return {name: model._meta.get_field(name).formfield() for name in names}
