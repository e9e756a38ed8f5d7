"""Which of our places and indicators the words of a file mean."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from ..models import Area, AreaAlias, Indicator
from .cells import key_of


class Names:
    """All places and indicators by the spellings that are known; a few queries for each import."""

    @cached_property
    def areas(self) -> dict[int, Area]:
        return {area.pk: area for area in Area.objects.order_by("sort_en")}

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        return {
            indicator.pk: indicator for indicator in Indicator.objects.select_related("part_of").order_by("sort_en")
        }

    @cached_property
    def _places(self) -> dict[str, set[int]]:
        places: dict[str, set[int]] = {}
        for area in self.areas.values():
            for spelling in (area.code, area.official_code, area.name_en, area.name_es):
                if spelling:
                    places.setdefault(key_of(spelling), set()).add(area.pk)
        for folded, key in AreaAlias.objects.values_list("folded", "area"):
            places[folded] = {key}  # somebody has said which one it is
        return places

    def places(self, spelling: str) -> set[int]:
        return self._places.get(key_of(spelling), set())

    def usual_kind(self, spellings: Iterable[str]) -> str:
        """The kind of most of those places that only one can be meant by: cantons share names with provinces."""
        found = [self.places(spelling) for spelling in spellings]
        kinds = Counter(self.areas[next(iter(keys))].kind for keys in found if len(keys) == 1)
        return kinds.most_common(1)[0][0] if kinds else ""

    def proposed_place(self, spelling: str, kind: str) -> int | None:
        """Of several places with this name the one of the kind."""
        keys = [key for key in self.places(spelling) if self.areas[key].kind == kind]
        return keys[0] if len(keys) == 1 else None

    def proposed_indicator(self, label: str) -> int | None:
        words = {key_of(label), key_of(label.rpartition(": ")[2])}
        found = [
            indicator.pk
            for indicator in self.indicators.values()
            if words & {key_of(indicator.name_en), key_of(indicator.name_es) or None}
        ]
        return found[0] if len(found) == 1 else None
