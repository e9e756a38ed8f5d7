"""The columns of the list of articles."""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...desk.stages import DisplayStage
from ...lib.texts import day_and_time


def _two_lines(words, *quiet):
    lines = ((line,) for line in quiet)
    return format_html("{}{}", words, format_html_join("", '<span class="quiet second-line">{}</span>', lines))


class ArticleColumns:
    """Mixin for the ModelAdmin; the change list annotates the articles (see `with_editions`)."""

    list_display = ["titled", "stage", "author", "public_edition", "changed_at"]

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def titled(self, article):
        return _two_lines(article, f"{article.get_kind_display()} · {article.get_language_display()}")

    @admin.display(description=gettext_lazy("stage"), ordering="workflow__stage")
    def stage(self, article):
        words = capfirst(DisplayStage(article.display_stage).label)
        return _two_lines(words, *filter(None, [self._waiting(article), self._planned(article)]))

    @admin.display(description=gettext_lazy("author"), ordering="workflow__owner__last_name")
    def author(self, article):
        return article.workflow.owner

    @admin.display(description=gettext_lazy("public edition"))
    def public_edition(self, article):
        if not article.public_number:
            return None
        return f"{article.public_number} · {date_format(localtime(article.public_date), 'SHORT_DATE_FORMAT')}"

    def _planned(self, article):
        if day := article.workflow.planned_on:
            return _("planned for %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        return ""

    def _waiting(self, article):
        if article.waiting_held:
            return _("held")
        return _("from %(when)s") % {"when": day_and_time(article.waiting_date)} if article.waiting_date else ""
