"""Admin lists that are paged without COUNT(*), read-only admin pages, and names of accounts on them."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

LAST_PAGE = 100_000


class OpenEndedPaginator(Paginator):
    """Reads one row more than a page holds to know whether a next page exists; does not count."""

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
    def rows(self):
        """The rows to page; subclasses may return others than the list's queryset."""
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
