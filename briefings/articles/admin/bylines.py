"""Bylines: public names. Two acts take one off every page and bring it back."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lib.act_pages import add_errors
from ...lib.admin.pages import admin_page
from ...roles import may, require
from ..actions.withdrawal import hide_byline, show_byline
from ..models import Byline, EditionByline
from .labels import name_words


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


@admin.register(Byline)
class BylineAdmin(admin.ModelAdmin):
    change_form_template = "admin/briefings/byline/change_form.html"
    list_display = ["name", "is_seen"]
    list_filter = ["hidden"]
    search_fields = ["name"]
    fields = ["name", "is_seen"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["name"]

    def get_readonly_fields(self, request, obj=None):
        """A name under an edition is never another's: who is called otherwise gets another byline."""
        return ["is_seen", "name"] if obj and _is_used(obj) else ["is_seen"]

    def save_model(self, request, byline, form, change):
        """Asked again under the lock that publishing takes: an edition may have come to use the name meanwhile.

        Whether it is hidden is for the acts alone, which may have been done since the form was opened.
        """
        if not change:
            super().save_model(request, byline, form, change)
        elif "name" in form.changed_data:
            if _is_used(Byline.objects.select_for_update().get(pk=byline.pk)):
                raise PermissionDenied(_("This name stands under an edition now: it is not changed any more."))
            byline.save(update_fields=["name"])

    @admin.display(description=gettext_lazy("shown to readers"), boolean=True)
    def is_seen(self, byline):
        return not byline.hidden

    def choice_words(self, request, byline):
        return byline_words(byline)

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_hide"] = may(request.user, "hide_bylines")
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self):
        view = self.admin_site.admin_view(self.visibility_view)
        return [path("<int:object_id>/visibility/", view, name="briefings_byline_visibility"), *super().get_urls()]

    def visibility_view(self, request, object_id):
        """Hides a name that is seen, shows one that is hidden; asks first."""
        require(request.user, "hide_bylines")
        byline = self.get_object(request, str(object_id))
        if byline is None:
            raise Http404
        form = (forms.Form if byline.hidden else HideForm)(request.POST if request.method == "POST" else None)
        if form.is_valid() and (response := self._done(request, byline, form)):
            return response
        context = {
            "form": form,
            "editions": EditionByline.objects.filter(byline=byline).count(),
        }
        return admin_page(
            request,
            "admin/briefings/byline/visibility.html",
            _("Show “%(name)s” again") % {"name": byline}
            if byline.hidden
            else _("Hide “%(name)s” everywhere") % {"name": byline},
            context,
            model_admin=self,
            thing=byline,
        )

    def _done(self, request, byline, form):
        """Back to the byline, or None where the act refused. The form says which way it was meant to go."""
        try:
            if request.POST.get("to") == "show":
                show_byline(byline, by=request.user)
                words = _("“%(name)s” stands again wherever it stood.")
            else:
                hide_byline(byline, by=request.user, reason=form.cleaned_data.get("reason", ""))
                words = _("“%(name)s” is on no page any more.")
        except ValidationError as error:
            add_errors(form, error)
            return None
        self.message_user(request, words % {"name": byline}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:briefings_byline_change", args=[byline.pk]))


def byline_words(byline):
    return name_words(byline.name, byline.hidden)
