"""The admin page of an article's share links."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..articles.acts.conditions import Attempt
from ..articles.models import Article
from ..lib.act_pages import add_errors, with_way_back
from ..lib.acts import why_not
from ..lib.admin.pages import admin_page
from ..lib.numbers import as_number
from ..lib.texts import LineFormField
from .actions import MOST_DAYS, NAME_LENGTH, USUAL_DAYS, revoke_share, share, token_of
from .acts import SHARE
from .models import ShareLink

DAYS = (1, 3, 7, USUAL_DAYS, 30, MOST_DAYS)


class ShareForm(forms.Form):
    for_whom = LineFormField(
        label=gettext_lazy("For whom"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("The reader sees it above the draft, and you see it here."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Valid for"),
        coerce=int,
        initial=USUAL_DAYS,
        choices=lambda: [(days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in DAYS],
    )


def links_of(article):
    usable = ShareLink.objects.usable().filter(pk=OuterRef("pk"))
    links = ShareLink.objects.filter(article=article).select_related("created_by")
    return links.annotate(is_usable=Exists(usable), words=Count("comments"))


def state_of(link):
    if link.is_usable:
        return _("open")
    if link.revoked_at:
        return _("taken back")
    return _("over") if link.created_by.is_active else _("closed: its maker’s account is closed")


def url_of(link, language):
    return settings.SITE_URL + reverse(f"shared-{language}", args=[token_of(link)])


def share_page(request, object_id):
    """GET lists the links; POST makes or revokes one."""
    model_admin = admin.site.get_model_admin(Article)
    article = model_admin.get_object(request, str(object_id))
    if "revoke" in request.POST:
        return _revoke(model_admin, request, article)
    if reason := why_not(SHARE, Attempt(request.user, article.workflow)):
        raise with_way_back(reason, article.desk_url(), _("Back to the article"))
    form = ShareForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            share(article, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            model_admin.message_user(request, _("The link is made. Copy its address below."), messages.SUCCESS)
            return HttpResponseRedirect(request.path)
    links = [
        (link, state_of(link), url_of(link, article.language) if link.is_usable else "") for link in links_of(article)
    ]
    context = {"form": form, "links": links}
    return admin_page(
        request,
        "admin/briefings/sharing/share.html",
        _("Share the draft"),
        context,
        model_admin=model_admin,
        target=article,
        with_subtitle=True,
    )


def _revoke(model_admin, request, article):
    link = get_object_or_404(ShareLink, pk=as_number(request.POST["revoke"]), article=article)
    revoke_share(link, by=request.user)
    words = _("The link for %(whom)s is taken back: it opens nothing any more.") % {"whom": link.for_whom}
    model_admin.message_user(request, words, messages.SUCCESS)
    return HttpResponseRedirect(request.path)


admin.site.add_page("briefings/article/<int:object_id>/share/", share_page, "briefings_article_share")
