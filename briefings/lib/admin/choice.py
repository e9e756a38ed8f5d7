"""Finding and choosing in the administration."""

from urllib.parse import urlencode

from django.contrib.admin.widgets import AutocompleteSelect

from ..texts import fold


class FoldedSearch:
    """Mixed into a ModelAdmin whose `search_fields` are folded keys and codes: accents and case do not count."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


class NarrowedAutocomplete(AutocompleteSelect):
    """An autocomplete select that asks with more than the term: the ModelAdmin that answers reads `asked` there."""

    asked = None

    def get_url(self):
        return f"{super().get_url()}?{urlencode(self.asked)}" if self.asked else super().get_url()


class KnownAutocomplete(AutocompleteSelect):
    """An autocomplete select that need not ask the database for the words of the choice that it shows.

    `known` is the chosen object, where the form has it already.
    """

    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or [str(pk) for pk in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(self.create_option(name, self.known.pk, str(self.known), True, len(options)))
        return [(None, options, 0)]
