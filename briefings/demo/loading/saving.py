"""Saving as a form does: cleaned first, which is also when rich text is sanitised."""


def saved(thing):
    """`thing`, checked and saved. What no form shows is filled in by `save()` and checked by the database."""
    thing.full_clean(exclude={field.name for field in thing._meta.fields if not field.editable})
    thing.save()
    return thing
