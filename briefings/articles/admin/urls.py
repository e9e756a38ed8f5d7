from .form.block_content import block_content
from .form.presence import presence_page
from .form.typing import typed_page
from .form.unsaved import new_preview_page, preview_page
from .link_targets import link_targets
from .review.act_page import act_view, next_view
from .review.checklist import checklist_page
from .review.comments_page import comments_page
from .review.comparison import changes_page, compare_page
from .review.editors_fix import fix_page
from .review.other_language import other_language_page
from .review.versions import version_page, versions_page

PAGES = [
    ("link-targets/", link_targets, "link_targets"),
    ("block-content/", block_content, "block_content"),
    ("typed/", typed_page, "typed"),
    ("preview/", new_preview_page, "new_preview"),
    ("<int:object_id>/preview/", preview_page, "preview"),
    ("<int:object_id>/acts/<str:act>/", act_view, "act"),
    ("<int:object_id>/next/", next_view, "next"),
    ("<int:object_id>/checklist/", checklist_page, "checklist"),
    ("<int:object_id>/presence/", presence_page, "presence"),
    ("<int:object_id>/comments/", comments_page, "comments"),
    ("<int:object_id>/fix/", fix_page, "fix"),
    ("<int:object_id>/other-language/", other_language_page, "other_language"),
    ("<int:object_id>/versions/", versions_page, "versions"),
    ("<int:object_id>/versions/<int:number>/", version_page, "version"),
    ("<int:object_id>/compare/", compare_page, "compare"),
    ("<int:object_id>/changes/", changes_page, "changes"),
]
