"""The page of an article's comments: open ones by block, resolved ones, and the form for a new one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....documents.kinds import kind_of
from ....documents.reading import excerpt
from ....lib.act_pages import add_errors
from ....lib.acts import why_not
from ....lib.numbers import as_number
from ....lib.paging import page_of, pager
from ....lib.texts import DESCRIPTION, Longest
from ...actions import comment, reopen_comment, resolve_comment
from ...acts.conditions import Attempt
from ...acts.review import COMMENT
from ...models import Comment
from ...resolving import resolve
from ..pages import article_page, readable
from .comments import NEWEST, comments_url, with_names


class CommentForm(forms.Form):
    block_key = forms.UUIDField(label=gettext_lazy("About"), required=False, widget=forms.Select)
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Plain text. Everybody who may read this article sees it, and readers never do."),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[Longest(DESCRIPTION)],
    )

    def __init__(self, *args, blocks, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["block_key"].widget.choices = [("", _("the whole article")), *blocks]


def blocks_in_words(document):
    """(key, "2. Text: how it begins") of every block."""
    return [
        (block["key"], f"{number}. {capfirst(kind_of(block).verbose_name)}: {excerpt(block, 70)}")
        for number, block in enumerate(document.data["blocks"], 1)
    ]


def groups_of(comments, blocks):
    """[(title, whether the block is gone, comments)] in the order of the text; the whole article first."""
    titles = {"": _("The whole article"), **dict(blocks)}
    groups = {}
    for each in comments:
        groups.setdefault(str(each.block_key or ""), []).append(each)
    return [
        (titles.get(key) or groups[key][0].excerpt, key not in titles, groups[key])
        for key in sorted(groups, key=lambda key: [*titles, key].index(key))
    ]


def _posted(request, article, form):
    """The comment that was made, resolved or reopened; None if the form has errors."""
    for name, act in (("resolve", resolve_comment), ("reopen", reopen_comment)):
        if name in request.POST:
            return act(get_object_or_404(article.comments, pk=as_number(request.POST[name])), by=request.user)
    if not form.is_valid():
        return None
    try:
        new_comment = comment(article, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return None
    if "part" not in request.GET:
        messages.success(request, _("Your comment is there."))
    return new_comment


def _part(request, about, form):
    """The comment for comments.js, which puts it beside its block; or what is wrong."""
    if about is None:
        return HttpResponse(" ".join(str(error) for errors in form.errors.values() for error in errors), status=400)
    about = with_names(Comment.objects.filter(pk=about.pk)).get()
    return render(request, "admin/briefings/article/open_comment.html", {"one": about, "may_comment": True})


def comments_page(model_admin, request, object_id):
    article = readable(model_admin, request, object_id)
    reason = why_not(COMMENT, Attempt(request.user, article.workflow))
    blocks = [] if "part" in request.GET else blocks_in_words(resolve(article))
    posted = request.POST if request.method == "POST" else None
    form = CommentForm(posted, blocks=blocks, initial={"block_key": request.GET.get("block", "")[:36]})
    if posted is not None:
        if reason:
            raise reason
        about = _posted(request, article, form)
        if "part" in request.GET:
            return _part(request, about, form)
        if about:
            return HttpResponseRedirect(comments_url(article, comment=about))
    comments = with_names(article.comments)
    newest = page_of(comments.open().order_by("-at", "-pk"), request, per_page=NEWEST)
    resolved = page_of(
        comments.exclude(resolved_at=None).order_by("-resolved_at", "-pk"),
        request, per_page=NEWEST, counted=True, field="resolved",
    )  # fmt: skip
    context = {
        "form": None if reason else form,
        "open_groups": groups_of(list(newest)[::-1], blocks),
        "open_pager": pager(newest, request),
        "resolved": resolved,
        "resolved_pager": pager(resolved, request, field="resolved").with_anchor("#resolved"),
        "shows_resolved": "resolved" in request.GET,
        "may_comment": reason is None,
    }
    return article_page(model_admin, request, article, "comments_page.html", _("Comments"), context)
