"""The page of the second look at an edition that was published by force."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....documents.document import Document
from ....documents.rendering import for_reading, render_draft
from ....lib.act_pages import add_errors
from ....lib.acts import why_not
from ....lib.admin.pages import admin_page
from ....lib.texts import Longest
from ....roles import require
from ...actions import look_again
from ...acts.conditions import Case
from ...acts.second_look import LOOK_AGAIN, NOT_YET
from ...models import Edition


class SecondLookForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What you found"),
        help_text=gettext_lazy("Kept in the history. What has to change is changed in the article, as always."),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[Longest(2000)],
        required=False,
    )


def second_look_page(model_admin, request, object_id):
    """The text of an edition that was published by force, and one button."""
    edition = model_admin.get_object(request, str(object_id))
    if edition is None or not model_admin.has_view_permission(request, edition):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    if posted is not None:
        require(request.user, "take_second_look")
    form = SecondLookForm(posted)
    waits = Edition.objects.waiting().filter(pk=edition.pk).exists()
    images = frozenset(edition.image_uses.values_list("image", flat=True))
    if form.is_valid():
        try:
            look_again(edition, by=request.user, seen=request.POST.get("seen", ""), **form.cleaned_data)
            messages.success(request, _("Your second look at “%(edition)s” is recorded.") % {"edition": edition})
            return HttpResponseRedirect(edition.article.desk_url())
        except ValidationError as error:
            add_errors(form, error)
    case = Case(request.user, edition.article.workflow, edition=edition)
    context = {
        "edition": edition,
        "look": getattr(edition, "second_look", None),
        "may_look": bool(edition.forced_reason) and not waits and why_not(LOOK_AGAIN, case) is None,
        "not_yet": waits and NOT_YET,
        "form": form,
        "rendered": for_reading(render_draft(Document(edition.data, images=images))),
    }
    template, about = "admin/briefings/edition/second_look.html", {"model_admin": model_admin, "thing": edition}
    return admin_page(request, template, _("Second look"), context, with_subtitle=True, **about)
