"""Posted inline formsets whose rows differ from the stored ones."""

import re

from django.http import QueryDict

FIELD = re.compile(r"([a-z]+_set)-(\d+)-(.+)")
MAX_ROWS = 1000  # of one formset
KEY_FIELD = "block_key"


def realigned(post, stored_rows):
    """The posted form with rows matched by their keys: stored rows come first, all others are new.

    A form may have been opened, or kept in a browser, before a colleague added or deleted rows: deleted rows come back
    as new ones, added rows stay. `stored_rows` is {prefix: {key: pk}} with every formset, all as text.
    """
    changed, rows_of = QueryDict(mutable=True), {prefix: {} for prefix in stored_rows}
    for name, values in post.lists():
        match = FIELD.fullmatch(name)
        if match and match[1] in rows_of:
            rows_of[match[1]].setdefault(int(match[2]), {})[match[3]] = values
        else:
            changed.setlist(name, values)
    for prefix, rows in rows_of.items():
        forms = [fields for number, fields in sorted(rows.items()) if number < MAX_ROWS]
        _write(changed, prefix, *_stored_first(forms, stored_rows[prefix]))
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


def _write(post, prefix, stored, new):
    for number, form in enumerate(stored + new):
        for field, values in form.items():
            post.setlist(f"{prefix}-{number}-{field}", values)
    post[f"{prefix}-TOTAL_FORMS"], post[f"{prefix}-INITIAL_FORMS"] = str(len(stored + new)), str(len(stored))
