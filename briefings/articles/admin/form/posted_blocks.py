"""Posted article forms whose blocks differ from the stored ones."""

import re

from django.db.models import Value

from ...blocks import block_models

MAX_BLOCKS = 1000


def formset_prefix(model):
    return f"{model._meta.model_name}_set"


def realigned(post, article):
    """The posted form with blocks matched by their keys: stored blocks come first, all others are new.

    A form may have been opened, or kept in a browser, before a colleague added or deleted blocks: deleted blocks come
    back as new ones, added blocks stay.
    """
    fields = {}
    for name in post:
        if match := re.fullmatch(r"([a-z]+_set)-(\d+)-(.+)", name):
            prefix, number, field = match.groups()
            fields.setdefault(prefix, {}).setdefault(int(number), {})[field] = post.getlist(name)
    changed, stored_blocks = post.copy(), _stored_blocks(article)
    for model in block_models():
        prefix = formset_prefix(model)
        forms = [fields for number, fields in sorted(fields.get(prefix, {}).items()) if number < MAX_BLOCKS]
        _rewrite(changed, prefix, _stored_first(forms, stored_blocks.get(prefix, {})))
    return changed


def _stored_blocks(article):
    """{prefix: {key: pk}} of the article's blocks, all as text; one query."""
    first, *others = (
        model.objects.filter(parent=article).order_by().values_list(Value(formset_prefix(model)), "key", "pk")
        for model in block_models()
    )
    blocks = {}
    for prefix, key, pk in first.union(*others, all=True):
        blocks.setdefault(prefix, {})[str(key)] = str(pk)
    return blocks


def _stored_first(forms, keys):
    """(forms of stored blocks with the right id, forms of new blocks)."""
    stored, new, used = [], [], set()
    for form in forms:
        key, pk = form.get("block_key", [""])[0].lower(), form.get("id", [""])[0]
        pk = keys.get(key) or (pk if pk in keys.values() else "")
        form["id"] = [pk if pk not in used else ""]
        if form["id"] != [""]:
            used.add(pk)
            stored.append(form)
        elif "DELETE" not in form:
            new.append(form)
    return stored, new


def _rewrite(post, prefix, parts):
    stored, new = parts
    for name in [name for name in post if re.match(rf"{prefix}-\d+-", name)]:
        del post[name]
    for number, form in enumerate(stored + new):
        for field, values in form.items():
            post.setlist(f"{prefix}-{number}-{field}", values)
    post[f"{prefix}-TOTAL_FORMS"], post[f"{prefix}-INITIAL_FORMS"] = str(len(stored + new)), str(len(stored))
