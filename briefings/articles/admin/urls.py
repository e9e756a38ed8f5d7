"""The pages beside an article's form, one line each. A view is called with (article admin, request, object_id, …)."""

from functools import partial, update_wrapper

from django.urls import path

from ..preview import preview_response
from .form.presence import presence_page
from .review.act_page import act_view
from .review.checklist import checklist_page
from .review.comments_page import comments_page
from .review.comparison_page import changes_page, compare_page
from .review.editors_fix import fix_page
from .review.versions import readable, version_page, versions_page


def preview(model_admin, request, object_id):
    return preview_response(request, readable(model_admin, request, object_id))


PAGES = [
    ("preview/", preview, "preview"),
    ("acts/<str:act>/", act_view, "act"),
    ("checklist/", checklist_page, "checklist"),
    ("presence/", presence_page, "presence"),
    ("comments/", comments_page, "comments"),
    ("fix/", fix_page, "fix"),
    ("versions/", versions_page, "versions"),
    ("versions/<int:number>/", version_page, "version"),
    ("compare/", compare_page, "compare"),
    ("changes/", changes_page, "changes"),
]


def side_urls(model_admin):
    """`admin:briefings_article_<name>` for each page, under the article's own address."""
    wrap = model_admin.admin_site.admin_view
    return [
        path(
            f"<int:object_id>/{route}",
            wrap(update_wrapper(partial(view, model_admin), view)),
            name=f"briefings_article_{name}",
        )
        for route, view, name in PAGES
    ]
