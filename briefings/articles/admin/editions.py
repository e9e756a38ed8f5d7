from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ...desk.forced_editions import forced_page, second_look_page
from ...lib.admin.lists import OpenEndedList, ReadOnly, account_name
from ...lib.admin.pages import WithPages
from ...lib.admin.search import FoldedSearch
from ..models import Edition
from .bylines import byline_words

PAGES = [
    ("forced/", forced_page, "forced"),
    ("<int:object_id>/second-look/", second_look_page, "second_look"),
]


@admin.register(Edition)
class EditionAdmin(WithPages, ReadOnly, OpenEndedList, FoldedSearch, admin.ModelAdmin):
    pages = PAGES
    list_display = ["title", "number", "language", "change_kind", "publish_at", "held_at", "by"]
    list_filter = ["language", "change_kind", "publish_at"]
    list_select_related = ["by"]
    search_fields = ["title", "article__slug"]
    search_help_text = _("Title of the edition, or address of its article.")
    fields = [
        "article_link", "number", "language", "kind", "title", "summary", "change_kind", "note", "publish_at",
        "held_at", "created_at", "bylines", "publisher", "submitter", "approver", "forced_reason", "fingerprint",
    ]  # fmt: skip
    publisher = account_name(Edition._meta.get_field("by"))
    submitter = account_name(Edition._meta.get_field("submitted_by"))
    approver = account_name(Edition._meta.get_field("approved_by"))

    def get_queryset(self, request):
        return super().get_queryset(request).defer("document")

    @admin.display(description=_("bylines"))
    def bylines(self, edition):
        names = [byline_words(row.byline) for row in edition.byline_rows.select_related("byline")]
        return ", ".join(names) or self.get_empty_value_display()

    @admin.display(description=_("fingerprint of the text"))
    def fingerprint(self, edition):
        return format_html("<details><summary>{}</summary><code>{}</code></details>", _("Show"), edition.sha256)

    @admin.display(description=_("article"))
    def article_link(self, edition):
        url = reverse("admin:briefings_article_change", args=[edition.article_id])
        return format_html('<a href="{}">{}</a>', url, edition.title)
