from content_editor.admin import ContentEditor
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ...desk.article_lists import DeskFilter
from ...desk.changelist import ArticleChangeList, MineFilter, StandingFilter
from ...desk.own_history import own_history
from ...history.field_changes import written_at_once
from ...lib.admin.autocomplete import AutocompleteFilter, AutocompleteFilterMixin
from ...lib.admin.content_editor import WithNonce
from ...lib.admin.lists import OpenEndedList
from ...lib.admin.pages import WithPages
from ...lib.admin.posted_formsets import realigned
from ...lib.admin.search import FoldedSearch, is_autocomplete, limited
from ...lib.numbers import as_number
from ...roles import may
from ..access import may_edit, may_read, require_edit
from ..actions import begin, send_fix
from ..actions.typed_copies import forget_typed
from ..actions.writing import make_room_for_language
from ..blocks import blocks_of, keys_of_blocks
from ..models import Article
from ..resolving import read_relations
from ..search_index import found_at_desk
from ..versions import newest_version
from .blocks import block_inlines
from .blocks.forms import NotChecked, replace_taken_keys
from .blocks.inline import ShownBlocks
from .columns import ArticleColumns
from .form.article import ArticleForm
from .form.conflict import Conflict, conflict_page
from .form.context import change_form_context, original_of, read_page, words_beside
from .form.errors import form_errors
from .form.review_notice import after_saving
from .form.saving import AT_MESSAGES, record_save, submitted
from .form.unchanged import Unchanged, is_unchanged
from .labels import found_by_title, link_words, linkable
from .review.bulk import Bulk
from .urls import PAGES


def is_saving(request):
    """Whether the request posts the form of a stored article."""
    match = request.resolver_match
    return request.method == "POST" and match and match.url_name == "briefings_article_change"


@admin.register(Article)
class ArticleAdmin(
    ArticleColumns, WithPages, WithNonce, Bulk, OpenEndedList, AutocompleteFilterMixin, FoldedSearch, ContentEditor
):
    form = ArticleForm
    pages = PAGES
    inlines = block_inlines()
    fieldsets = [
        (None, {"fields": ["title", "summary", ("kind", "language")]}),
        (gettext_lazy("Where it belongs"), {"fields": ["topics", "byline_choice", "related", "slug"]}),
    ]
    autocomplete_fields = ["topics", "related"]
    prepopulated_fields = {"slug": ["title"]}
    change_form_template = "admin/briefings/article/change_form.html"
    list_filter = [StandingFilter, "language", "kind", MineFilter, DeskFilter, ("topics", AutocompleteFilter)]
    search_fields = ["title"]  # so that there is a search; what it finds is in `found_at_desk`
    search_help_text = gettext_lazy("Title, address, author’s name, or words of the text.")

    class Media:
        css = {"all": ["briefings/admin/article_form.css", "briefings/comparison.css"]}
        js = [
            Script("briefings/admin/blocks.js", type="module"),
            Script("briefings/admin/checklist.js", type="module"),
            Script("briefings/admin/editor_labels.js", type="module"),
            Script("briefings/admin/preview.js", type="module"),
            Script("briefings/admin/block_content.js", type="module"),
        ]

    # --- who sees what

    def get_queryset(self, request):
        if is_autocomplete(request):
            return linkable(request.user)
        articles = super().get_queryset(request)
        articles = articles.select_related("workflow__owner", "workflow__editor", "workflow__address", "changed_by")
        if not may(request.user, "read_drafts"):
            articles = articles.filter(workflow__owner=request.user)
        return articles

    def get_object(self, request, object_id, from_field=None):
        """404 for a colleague's draft and for nothing alike: no title, no sign that it exists."""
        if hasattr(request, "article"):
            return request.article
        saves = is_saving(request) and not hasattr(request, "original_article")
        if saves:  # a query of its own: after waiting for a lock, PostgreSQL loses rows that it has joined
            Article.objects.select_for_update(no_key=True).filter(pk=as_number(object_id)).first()
        article = super().get_object(request, object_id, from_field)
        if article is None:
            raise Http404
        if saves:
            self._require_current(request, article)
        return article

    def _require_current(self, request, article):
        """Prepare saving the form of a locked article. Conflict if somebody has saved it since the form was opened,
        Unchanged if there is nothing to save."""
        require_edit(article, request.user)
        is_old = "_edit" not in request.POST and request.POST.get("version") != str(article.version)
        request.saved_version = newest_version(article)
        if not is_old and is_unchanged(article, request.saved_version, request.POST):
            raise Unchanged(article)
        self._read(request, article)
        request.POST = realigned(request.POST, keys_of_blocks(request.blocks))
        self._find_original(request, article)
        if is_old:
            raise Conflict(conflict_page(self, request, article, lambda: self._bound_again(request, article)))

    def _read(self, request, article):
        """Read the article's blocks and relations once for everything that the request does with them."""
        read_relations(article)
        request.blocks = blocks_of(article)

    def _find_original(self, request, article):
        """For the form, if it is shown: a save that succeeds does not show it."""
        request.original_article = SimpleLazyObject(lambda: original_of(article, request.user))
        request.texts_beside = SimpleLazyObject(lambda: words_beside(request.original_article))

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and (not (obj and obj.pk) or may_read(obj, request.user))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (not (obj and obj.pk) or may_edit(obj, request.user))

    def has_delete_permission(self, request, obj=None):
        """Never, by nobody: the first save already keeps a version, and versions, comments and history stay."""
        return False

    # --- the list

    def get_changelist(self, request, **kwargs):
        return ArticleChangeList

    def get_list_filter(self, request):
        reads_drafts = may(request.user, "read_drafts")
        return [item for item in self.list_filter if reads_drafts or item is not MineFilter]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Articles"), **(extra_context or {})})

    # --- the form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(f"Shown{form.__name__}", (NotChecked, form), {}) if "_edit" in request.POST else form

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        if not hasattr(request, "has_one_language"):  # Django asks for these fields twice
            others = Article.objects.unarchived().filter(group=obj.group_id).exclude(pk=obj.pk)
            request.has_one_language = bool(obj.workflow.submitted_at) or others.exists()
        return [*(["language"] if request.has_one_language else []), *(["slug"] if obj.workflow.address_id else [])]

    def get_changeform_initial_data(self, request):
        return {"language": get_language()[:2]} | super().get_changeform_initial_data(request)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "related":
            kwargs["queryset"] = linkable(request.user)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "related":
            field.label_from_instance = lambda article: link_words(article, request.user)
            field.widget.can_add_related = False  # a briefing is not begun in a pop-up
        return field

    def choice_words(self, request, article):
        return link_words(article, request.user)

    def get_search_results(self, request, queryset, search_term):
        if is_autocomplete(request):
            return found_by_title(queryset, request.user, search_term), False
        return found_at_desk(queryset, limited(request, search_term)) if search_term else queryset, False

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Without Django's copies of everything posted for each kind of block."""
        kwargs = {
            "instance": obj,
            "prefix": prefix,
            "stored": [block for block in getattr(request, "blocks", []) if type(block) is inline.model],
            "form_kwargs": {"texts_beside": getattr(request, "texts_beside", {})},
        }
        return kwargs | ({"data": request.POST, "files": request.FILES} if request.method == "POST" else {})

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None, **kwargs):
        shown = super().get_inline_formsets(request, formsets, inline_instances, obj, **kwargs)
        return [ShownBlocks(one.opts, one.formset, one.fieldsets, model_admin=self) for one in shown]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id and request.method != "POST":
            article = self.get_object(request, object_id)
            if not self.has_view_permission(request, article):
                raise PermissionDenied
            if not self.has_change_permission(request, article):
                return read_page(self, request, article)
            self._find_original(request, article)
            self._read(request, article)
            request.article = article
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Conflict as conflict:
            return conflict.page
        except Unchanged as unchanged:
            (article,) = unchanged.args
            request.review_changed = False
            forget_typed(request.POST.get("typing", "")[:40], by=request.user)
            return self.response_change(request, article)

    def bound(self, request, article):
        """The posted form and formsets, for a page that saves nothing. `article` may be one that is not stored."""
        if not article.pk:
            return self._bound(request, article)
        require_edit(article, request.user)
        self._read(request, article)
        request.POST = realigned(request.POST, keys_of_blocks(request.blocks))
        self._find_original(request, article)
        return self._bound_again(request, article)

    def _bound_again(self, request, article):
        """Bound to a copy of the article."""
        return self._bound(request, self.get_object(request, str(article.pk)))

    def _bound(self, request, article):
        stored = article if article.pk else None
        form = self.get_form(request, stored, change=bool(stored))(request.POST, request.FILES, instance=article)
        formsets = []
        for formset, inline in self.get_formsets_with_inlines(request, stored):
            kwargs = self.get_formset_kwargs(request, article, inline, formset.get_default_prefix())
            formsets.append(formset(**kwargs))
        return form, formsets

    def render_change_form(self, request, context, **kwargs):
        context |= change_form_context(request, kwargs.get("obj"))
        if context["errors"]:
            errors = form_errors(context["adminform"].form, context["inline_admin_formsets"])
            # One box says it, ours: with links.
            context |= {"errors": None, "refused": context["errors"], "form_errors": errors}
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            begin(obj, by=request.user, more_follows=True)
        elif not form.RELATIONS.issuperset(form.changed_data):
            if "language" in form.changed_data:
                make_room_for_language(obj, obj.language)
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        replace_taken_keys(formsets, getattr(request, "blocks", []))
        # Not the content editor's: it would copy any block of any article that a post names.
        with written_at_once():
            super(ContentEditor, self).save_related(request, form, formsets, change)
        form.save_bylines()
        request.document, request.review_changed = record_save(request, form, formsets, change)
        forget_typed(request.POST.get("typing", "")[:40], by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        return submitted(self, request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if "_send" in request.POST:
            words = _("Saved. Nothing differs from what %(author)s submitted.")
            document = request.document
            if send_fix(obj, by=request.user, seen=document.signed, document=document):
                words = _("Saved and sent. %(author)s can accept your changes with one click.")
            self.message_user(request, words % {"author": obj.workflow.owner}, messages.SUCCESS)
            return HttpResponseRedirect(obj.desk_url() + AT_MESSAGES)
        if request.review_changed:
            self.message_user(request, after_saving(obj, request.user), messages.WARNING)
        response = submitted(self, request, obj) or super().response_change(request, obj)
        if request.review_changed:
            response["Location"] += AT_MESSAGES
        return response

    def own_history(self, request, article):
        return own_history(request, article, self.opts)
