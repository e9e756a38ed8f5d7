from django.core.exceptions import PermissionDenied

from ...lib.admin.pages import admin_page


def readable(model_admin, request, object_id):
    """The article, for whoever may read it; anybody else learns nothing, not even its title."""
    article = model_admin.get_object(request, str(object_id))
    if not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    return article


def article_page(model_admin, request, article, template, title, context):
    template, context = f"admin/briefings/article/{template}", {"article": article, **context}
    return admin_page(request, template, title, context, model_admin=model_admin, target=article, with_subtitle=True)
