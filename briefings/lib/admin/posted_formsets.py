"""Posted inline formsets whose rows differ from the stored ones."""

import re

MAX_ROWS = 1000  # of one formset
KEY_FIELD = "block_key"


def realigned(post, stored_rows):
    """The posted form with rows matched by their keys: stored rows come first, all others are new.

    A form may have been opened, or kept in a browser, before a colleague added or deleted rows: deleted rows come back
    as new ones, added rows stay. `stored_rows` is {prefix: {key: pk}} with every formset, all as text.
    """
    fields = {}
    for name in post:
        if match := re.fullmatch(r"([a-z]+_set)-(\d+)-(.+)", name):
            prefix, number, field = match.groups()
            fields.setdefault(prefix, {}).setdefault(int(number), {})[field] = post.getlist(name)
    changed = post.copy()
    for prefix, rows in stored_rows.items():
        forms = [fields for number, fields in sorted(fields.get(prefix, {}).items()) if number < MAX_ROWS]
        _rewrite(changed, prefix, _stored_first(forms, rows))
    return changed


def _stored_first(forms, keys):
    """(forms of stored rows with the right id, forms of new rows)."""
    stored, new, used = [], [], set()
    for form in forms:
        key, pk = form.get(KEY_FIELD, [""])[0].lower(), form.get("id", [""])[0]
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
