"""Bylines: public names. Two acts take one off every page and bring it back."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lib.act_pages import ActPage, form_of
from ...lib.acts import Attempt, available
from ...lib.admin.pages import WithPages
from ...lib.admin.search import FoldedSearch
from ..acts.writing import HIDE_BYLINE, SHOW_BYLINE
from ..models import Byline, EditionByline
from .labels import name_words


@form_of(HIDE_BYLINE)
class HideForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
        help_text=gettext_lazy("For the history. Readers do not see it."),
    )


def _is_used(byline):
    """Whether an edition names it, public or not."""
    return EditionByline.objects.filter(byline=byline).exists()


def visibility_page(model_admin, request, object_id):
    """Hides a visible name, shows a hidden one. A post names the act, because the byline may have changed meanwhile."""
    byline = model_admin.get_object(request, str(object_id))
    if byline is None:
        raise Http404
    shows = request.POST.get("to") == "show" if request.method == "POST" else byline.hidden
    act = SHOW_BYLINE if shows else HIDE_BYLINE
    return BylineActPage(model_admin, request, act, Attempt(request.user), byline).respond()


class BylineActPage(ActPage):
    template = "admin/briefings/byline/visibility.html"
    form = forms.Form
    with_subtitle = False

    def url(self):
        return reverse("admin:briefings_byline_change", args=[self.target.pk])

    def title(self):
        return self.act.page.title % {"name": self.target}

    def answer(self, result):
        self.show_message(self.act.page.done % {"name": self.target})
        return HttpResponseRedirect(self.url())

    def extra_context(self):
        return {
            "back_words": _("Back to the byline"),
            "to": self.act.page.to,
            "editions": EditionByline.objects.filter(byline=self.target).count(),
        }


def byline_words(byline):
    return name_words(byline.name, byline.hidden)


@admin.register(Byline)
class BylineAdmin(WithPages, FoldedSearch, admin.ModelAdmin):
    pages = [("<int:object_id>/visibility/", visibility_page, "visibility")]
    change_form_template = "admin/briefings/byline/change_form.html"
    list_display = ["name", "is_seen"]
    list_filter = ["hidden"]
    search_fields = ["name"]
    fields = ["name", "is_seen"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["name"]

    def get_readonly_fields(self, request, obj=None):
        """The name is read-only once an edition shows it: another person or spelling gets another byline."""
        return ["is_seen", "name"] if obj and _is_used(obj) else ["is_seen"]

    def save_model(self, request, byline, form, change):
        """Check again under the lock that publishing takes. Save only the name: an act may have hidden it meanwhile."""
        if not change:
            super().save_model(request, byline, form, change)
        elif "name" in form.changed_data:
            if _is_used(Byline.objects.select_for_update().get(pk=byline.pk)):
                raise PermissionDenied(_("An edition names this byline now: it is not changed any more."))
            byline.save(update_fields=["name"])

    @admin.display(description=gettext_lazy("shown to readers"), boolean=True)
    def is_seen(self, byline):
        return not byline.hidden

    def choice_words(self, request, byline):
        return byline_words(byline)

    def render_change_form(self, request, context, *args, **kwargs):
        if byline := kwargs.get("obj"):
            for act in available([SHOW_BYLINE if byline.hidden else HIDE_BYLINE], Attempt(request.user)):
                context["visibility_words"] = act.link
        return super().render_change_form(request, context, *args, **kwargs)
