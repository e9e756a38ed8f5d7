"""The columns of the list of articles."""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...desk.stages import DisplayStage
from ...lib.texts import day_and_time


class ArticleColumns:
    """Mixin for the ModelAdmin; the change list annotates the articles (see `with_editions`)."""

    list_display = [
        "titled", "kind", "language", "stage", "author", "public_edition", "planned", "waiting", "changed_at",
    ]  # fmt: skip

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def titled(self, article):
        return str(article)

    @admin.display(description=gettext_lazy("stage"), ordering="workflow__stage")
    def stage(self, article):
        return DisplayStage(article.display_stage).label

    @admin.display(description=gettext_lazy("author"), ordering="workflow__owner__last_name")
    def author(self, article):
        return article.workflow.owner

    @admin.display(description=gettext_lazy("public edition"))
    def public_edition(self, article):
        if not article.public_number:
            return None
        return f"{article.public_number} · {date_format(localtime(article.public_date), 'SHORT_DATE_FORMAT')}"

    @admin.display(description=gettext_lazy("planned for"), ordering="workflow__planned_on")
    def planned(self, article):
        planned_on = article.workflow.planned_on
        return planned_on and date_format(planned_on, "SHORT_DATE_FORMAT")

    @admin.display(description=gettext_lazy("waiting"))
    def waiting(self, article):
        if article.waiting_held:
            return _("held")
        return article.waiting_date and day_and_time(article.waiting_date)
