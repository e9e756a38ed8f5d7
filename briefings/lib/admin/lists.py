"""Admin lists that are paged without COUNT(*), read-only admin pages, and names of accounts on them."""

import re

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from ..numbers import as_number
from ..rows.order import after, keys_of

LAST_PAGE = 200  # by number; later ones begin after a row
PLACE = re.compile(r"(after|before)-(\d{1,18})", re.ASCII)


class OpenEndedPaginator(Paginator):
    """Reads one row more than a page holds to know whether a next page exists; does not count. For autocompletes."""

    @cached_property
    def count(self):
        return 0

    def page(self, number):
        number = min(max(int(number), 1), LAST_PAGE)
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        page = Page(rows[: self.per_page], number, self)
        page.has_next = lambda: len(rows) > self.per_page
        return page


class OpenEndedChangeList(ChangeList):
    """A list without COUNT(*) and, but for its first pages at their old addresses, without OFFSET.

    `?p=after-7` is the page that begins after the row with the key 7, `?p=before-7` the one that ends before it, and
    `?p=last` the last one. `?p=2` is still the second page.
    """

    def rows(self):
        """The rows to page; subclasses may return others than the list's queryset."""
        return self.queryset

    def get_results(self, request):
        self._read(request.GET.get(PAGE_VAR, ""))
        self.paginator = self.model_admin.get_paginator(request, self.result_list, self.list_per_page)
        self.result_count, self.full_result_count = len(self.result_list), len(self.result_list)
        self.show_full_result_count = False
        self.show_admin_actions = bool(self.model_admin.get_actions(request))
        self.can_show_all = self.multi_page = False

    def _read(self, place):
        """Set `result_list`, `has_previous` and `has_next`, and `page_num` where it is known, else 0."""
        rows, keys = self.rows(), keys_of(self.queryset)
        match = PLACE.fullmatch(place)
        backwards = bool(place == "last" or (match and match[1] == "before"))
        beyond = None
        if match and keys:
            beyond = after(rows, keys, int(match[2]), among=self.root_queryset, backwards=backwards)
        elif place == "last" and keys:
            beyond = rows.reverse()
        self.is_keyed = keys is not None
        if beyond is None:
            number = min(max(as_number(place, digits=6) or 1, 1), LAST_PAGE)
            self._read_numbered(rows, number)
            return
        found = list(beyond[: self.list_per_page + 1])
        more, self.result_list = len(found) > self.list_per_page, found[: self.list_per_page]
        if backwards:
            self.result_list.reverse()
        self.has_previous, self.has_next = (more, place != "last") if backwards else (True, more)
        self.page_num = 0

    def _read_numbered(self, rows, number):
        start = (number - 1) * self.list_per_page
        found = list(rows[start : start + self.list_per_page + 1])
        self.result_list, self.has_next = found[: self.list_per_page], len(found) > self.list_per_page
        self.page_num, self.has_previous = number, number > 1

    def page_links(self):
        """{"first", "previous", "number", "next", "last"}: addresses or "", and the number of the page or 0."""
        rows = self.result_list
        links = {"first": self.has_previous and self.get_query_string(), "number": self.page_num}
        if self.is_keyed and rows:
            previous, following, last = f"before-{rows[0].pk}", f"after-{rows[-1].pk}", "last"
        else:
            previous, following, last = self.page_num - 1, self.page_num + 1, None
        if self.page_num == 2:
            links["previous"] = links["first"]
        else:
            links["previous"] = self.has_previous and self.get_query_string({PAGE_VAR: previous})
        links["next"] = self.has_next and self.get_query_string({PAGE_VAR: following})
        links["last"] = self.has_next and last and self.get_query_string({PAGE_VAR: last})
        return links


class OpenEndedList:
    """Mixin for a ModelAdmin whose list and filters do not count."""

    paginator = OpenEndedPaginator
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def get_changelist(self, request, **kwargs):
        return OpenEndedChangeList


class ReadOnly:
    """Mixin for a ModelAdmin on which nobody may add, change or delete, not even a superuser."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def account_name(field):
    """A read-only field with the name of the account, without Django's link to it, which few people may open."""

    @admin.display(description=field.verbose_name)
    def name(model_admin, instance):
        person = getattr(instance, field.name)
        return model_admin.get_empty_value_display() if person is None else str(person)

    return name
