from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Kind, figure_prefix


class SourcesKind(Kind):
    """The list of sources, each with a release and a locator where somebody named them."""

    type = "sources"
    verbose_name = gettext_lazy("sources")
    verbose_name_plural = gettext_lazy("lists of sources")
    advice_if_absent = gettext_lazy("There is no list of sources.")

    def words(self, block):
        return [block["intro"], *(" ".join(filter(None, _texts(source))) for source in block["sources"])]

    def heading_above(self, block, level):
        return 2  # the template's

    def sources(self, block):
        return [source["slug"] for source in block["sources"]]

    def places(self, block):
        return {
            source["slug"]: (source.get("release", {}).get("id"), source.get("locator", ""))
            for source in block["sources"]
        }

    def parts(self, block):
        return {"": block["intro"], _("sources"): "\n".join(map(_line, block["sources"]))}

    def contents(self, block):
        return [(figure_prefix(block), _("Sources"))]


def _release_title(source: dict) -> str:
    return source["release"]["title"]["text"] if "release" in source else ""


def _texts(source: dict):
    return source["name"]["text"], _release_title(source), source.get("locator")


def _line(source: dict) -> str:
    texts = source["name"]["text"], source["publisher"], source["reliability"], _release_title(source)
    return " · ".join(filter(None, [*texts, source.get("locator"), source["url"]]))


KIND = SourcesKind()
