"""What stands in the angle brackets of public addresses."""

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter


class Ending(StringConverter):
    """Of a file of data."""

    regex = "csv|json|xlsx|zip|svg|png"


class BlockKey(StringConverter):
    """The start of a block's key, which its ids on the page have too, or of what a card is made from."""

    regex = "[0-9a-f]{8}"


class Number(IntConverter):
    """A key, or the number of an edition, in its digits alone: with zeros before them a page would be stored again."""

    regex = "0|[1-9][0-9]{0,18}"


class Citing(StringConverter):
    """The ending of a citation."""

    regex = r"bib|ris|csl\.json"


def register_all() -> None:
    for name, converter in (("ending", Ending), ("citing", Citing), ("block", BlockKey), ("number", Number)):
        register_converter(converter, name)
