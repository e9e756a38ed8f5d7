"""The public page of a share link: the draft with a comment form, never cached."""

import re
from http import HTTPStatus

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import FileResponse, Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from ..articles.blocks import objects_in
from ..articles.models import Comment
from ..articles.preview import preview_response
from ..lib.act_pages import add_errors
from ..lib.http import refusal
from ..lib.public_forms import HONEYPOT, form_token, is_first_use, is_fresh, is_same_origin, is_within_limit
from ..lib.texts import DESCRIPTION, LineFormField, Longest
from ..media.models import Image
from ..media.uploads import CONTENT_TYPES
from .actions import NAME_LENGTH, comment_as_visitor, link_of, note_opening

MOST_COMMENTS_AN_HOUR = 20  # by one link
MOST_BYTES = 64 * 1024
# Messengers that preview links, and search engines: their requests do not count as openings.
ROBOT = re.compile(
    r"bot\b|crawl|spider|preview|facebookexternalhit|whatsapp|slack|telegram|skype|curl|wget", re.IGNORECASE
)
ENDINGS = {True: gettext_lazy("It was taken back."), False: gettext_lazy("Its time is over.")}


class CommentForm(forms.Form):
    """The act checks the same; the form shows the errors beside the fields."""

    use_required_attribute = False
    visitor_name = LineFormField(
        label=gettext_lazy("Your name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        required=False,
        validators=[Longest(DESCRIPTION)],  # no `maxlength`: a browser would cut what is pasted
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Your verdict"),
        required=False,
        choices=[
            ("", gettext_lazy("I do not give one.")),
            (Comment.Verdict.CORRECT, gettext_lazy("The text is correct.")),
            (Comment.Verdict.NEEDS_CHANGES, gettext_lazy("The text needs changes.")),
        ],
        widget=forms.RadioSelect,
    )
    token = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["text"].strip() and not cleaned["verdict"]:
            raise ValidationError(_("Write a comment, or give a verdict."))
        return cleaned


def _purpose(link):
    return f"word-{link.pk}-{link.nonce}"


@csrf_exempt
def shared(request, token):
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    link = link_of(token, language=get_language()[:2])
    if link is None:
        raise Http404("no such link")
    if not link.is_usable:
        return _closed(request, link)
    if request.method == "POST":
        return _save_comment(request, link)
    if "thanks" in request.GET:
        return render(request, "briefings/sharing/shared_thanks.html", {"language_links": [], "canonical_url": ""})
    response = _page(request, link, CommentForm(initial={"token": form_token(_purpose(link))}))
    if request.method == "GET" and not _is_automatic(request):
        note_opening(link)
    return response


def _is_automatic(request):
    prefetch = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in prefetch or bool(ROBOT.search(request.headers.get("User-Agent", "")))


def _closed(request, link):
    context = {"why": ENDINGS[bool(link.revoked_at)], "language_links": []}
    return refusal(request, "briefings/sharing/shared_closed.html", status=HTTPStatus.GONE, **context)


def _page(request, link, form, status=HTTPStatus.OK):
    token = request.resolver_match.kwargs["token"]

    def picture_url(image):
        name, _dot, extension = image.file.name.rpartition(".")
        return reverse(f"shared-picture-{link.article.language}", args=[token, name, extension])

    context = {"link": link, "form": form, "action": request.path, "trap": HONEYPOT, "canonical_url": ""}
    template = "briefings/sharing/shared.html"
    response = preview_response(request, link.article, template=template, picture_url=picture_url, **context)
    response.status_code = status
    return response


def _save_comment(request, link):
    if not is_same_origin(request):
        return _refused(request, _("This form was sent from another site."))
    if _length(request) > MOST_BYTES:
        return _refused(request, _("This is too long."), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    form = CommentForm(request.POST)
    if request.POST.get(HONEYPOT):
        return _thanks(request)
    if not form.is_valid():
        return _again(request, link, form)
    token, purpose = form.cleaned_data.pop("token"), _purpose(link)
    if not is_fresh(token, purpose):
        form.add_error(None, _("This page was open for more than a day. Your words are still here: send them again."))
        return _again(request, link, form)
    if not is_within_limit(purpose, MOST_COMMENTS_AN_HOUR):
        form.add_error(None, _("Many comments have come by this link in the last hour. Try again later."))
        return _again(request, link, form, HTTPStatus.TOO_MANY_REQUESTS)
    if is_first_use(token):
        try:
            comment_as_visitor(link, **form.cleaned_data)
        except ValidationError as error:
            if getattr(error, "code", "") == "closed":
                return _closed(request, link)
            add_errors(form, error)
            return _again(request, link, form)
    return _thanks(request)


def _length(request):
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as error:
        raise BadRequest("the length is no number") from error


def _again(request, link, form, status=HTTPStatus.UNPROCESSABLE_ENTITY):
    """The form with its errors and a new token."""
    form.data = form.data.copy()
    form.data["token"] = form_token(_purpose(link))
    return _page(request, link, form, status)


def _thanks(request):
    response = HttpResponseRedirect(f"{request.path}?thanks")
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def _refused(request, why, status=HTTPStatus.FORBIDDEN):
    return refusal(request, "403.html", status=status, why=why, language_links=[])


def shared_picture(request, token, sha256, extension):
    """A picture of the draft, even if it is not public."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    link = link_of(token, language=get_language()[:2])
    if link is None or not link.is_usable:
        raise Http404("no such link")
    shown = objects_in(link.article, Image)
    image = get_object_or_404(shown, sha256=sha256, file=f"{sha256}.{extension}")
    try:
        response = FileResponse(image.file.open("rb"), content_type=CONTENT_TYPES[extension])
    except FileNotFoundError as error:
        raise Http404("the file is missing") from error
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
