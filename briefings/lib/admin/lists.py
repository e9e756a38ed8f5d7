"""Lists that grow without end, paged by reading one row too many, with no COUNT; what is only read; names on forms."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.utils.functional import cached_property

LAST_PAGE = 100_000


class OpenEndedPaginator(Paginator):
    """Knows that a page after this one exists by reading one row too many; nothing is counted."""

    @cached_property
    def count(self):
        return 0

    def page(self, number):
        number = min(max(int(number), 1), LAST_PAGE)
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        page = self._get_page(rows[: self.per_page], number, self)
        page.has_next = lambda: len(rows) > self.per_page
        return page


class OpenEndedChangeList(ChangeList):
    def rows(self):
        """What is paged: the list's queryset, or more of it."""
        return self.queryset

    def get_results(self, request):
        self.paginator = self.model_admin.get_paginator(request, self.rows(), self.list_per_page)
        page = self.paginator.page(self.page_num)
        self.page_num, self.result_list = page.number, page.object_list
        self.has_next, self.has_previous = page.has_next(), page.number > 1
        self.result_count, self.full_result_count = len(self.result_list), len(self.result_list)
        self.show_full_result_count = self.show_admin_actions = False
        self.can_show_all = self.multi_page = False

    def page_links(self):
        """(address of the previous page or "", number, address of the next page or "")."""
        previous = self.get_query_string({"p": self.page_num - 1}) if self.has_previous else ""
        following = self.get_query_string({"p": self.page_num + 1}) if self.has_next else ""
        return previous, self.page_num, following


class OpenEndedList:
    """Mixed into a ModelAdmin before it: its list counts nothing, not even beside its filters."""

    paginator = OpenEndedPaginator
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def get_changelist(self, request, **kwargs):
        return OpenEndedChangeList


class ReadOnly:
    """Mixed into a ModelAdmin before it: nobody adds, changes or deletes here, whatever their permissions are."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def name_of(field):
    """For a form to read: who a foreign key to an account names, without the link to it that few may follow."""

    @admin.display(description=field.verbose_name)
    def name(model_admin, thing):
        person = getattr(thing, field.name)
        return model_admin.get_empty_value_display() if person is None else str(person)

    return name
