"""The page of an article's comments: what is open by block, what is settled, and the form for a new one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....documents.kinds import kind_of
from ....documents.reading import excerpt
from ....lib.act_pages import add_errors
from ....lib.admin.pages import admin_page
from ....lib.paging import page_of, pager
from ....lib.texts import DESCRIPTION, Longest
from ...access import may_comment, require_comment
from ...actions import comment, reopen_comment, resolve_comment
from ...resolving import resolve
from ..form.widgets import PK
from .comments import NEWEST, comments_url, with_names
from .mail_failures import telling


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
    """[(words, whether the block is gone, comments)] in the order of the text; the whole article first."""
    known = dict(blocks)
    found = {}
    for one in comments:
        found.setdefault(str(one.block_key or ""), []).append(one)
    keys = sorted(found, key=lambda key: ["", *known, key].index(key))
    return [
        (known.get(key) or (found[key][0].excerpt if key else _("The whole article")), bool(key) and key not in known,
         found[key])
        for key in keys
    ]  # fmt: skip


def _posted(request, article, form):
    """Do what was posted; the comment that it is about."""
    for name, act in (("resolve", resolve_comment), ("reopen", reopen_comment)):
        if name in request.POST:
            number = request.POST[name]
            found = article.comments.filter(pk=number).first() if PK.fullmatch(number) else None
            if found is None:
                raise Http404
            return act(found, by=request.user)
    if not form.is_valid():
        return None
    try:
        made = comment(article, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return None
    messages.success(request, _("Your comment is there."))
    return made


@telling
def comments_page(model_admin, request, object_id):
    article = model_admin.get_object(request, str(object_id))
    if not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    may_add = may_comment(article, request.user)
    blocks = blocks_in_words(resolve(article))
    posted = request.POST if request.method == "POST" else None
    form = CommentForm(posted, blocks=blocks, initial={"block_key": request.GET.get("block", "")[:36]})
    if posted is not None:
        require_comment(article, request.user)
        if about := _posted(request, article, form):
            return HttpResponseRedirect(comments_url(article, comment=about))
    comments = with_names(article.comments)
    newest = page_of(comments.open().order_by("-at", "-pk"), request, per_page=NEWEST)
    resolved = page_of(
        comments.exclude(resolved_at=None).order_by("-resolved_at", "-pk"),
        request, per_page=NEWEST, counted=True, field="resolved",
    )  # fmt: skip
    context = {
        "form": form if may_add else None,
        "open_groups": groups_of(list(newest)[::-1], blocks),
        "open_pager": pager(newest, request),
        "resolved": resolved,
        "resolved_pager": pager(resolved, request, field="resolved").with_anchor("#resolved"),
        "shows_resolved": "resolved" in request.GET,
        "may_comment": may_add,
    }
    return admin_page(
        request,
        "admin/briefings/article/comments.html",
        _("Comments"),
        context,
        model_admin=model_admin,
        thing=article,
        with_subtitle=True,
    )
