from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..articles.access import is_archived
from ..articles.blocks import refer_to
from ..articles.models import Article, Edition
from ..lib.admin.lists import OpenEndedList, account_name
from ..lib.admin.pages import WithPages
from ..lib.admin.search import FoldedSearch
from ..roles import may
from .actions import TEXTS, delete_image, describe_image, upload_image
from .models import DESCRIBE_IT, Image
from .uploads import CONTENT_TYPES, MAX_BYTES, MAX_PIXELS, thumbnail

ALT_WIDGETS = {name: forms.Textarea(attrs={"rows": 2, "cols": 80}) for name in ("alt_en", "alt_es")}


class UploadForm(forms.ModelForm):
    """Calls the act in `clean`, so that its errors are shown at the field."""

    upload = forms.FileField(
        label=gettext_lazy("Picture"),
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp", "data-text-missing": DESCRIBE_IT}
        ),
        help_text=gettext_lazy(
            "Choose a JPEG, PNG or WebP file of at most {megabytes} MB and {pixels} million pixels. It is stored anew "
            "without what the camera wrote into it: no place, no device, no date."
        ),
    )
    by = None

    class Meta:
        model = Image
        fields = TEXTS
        widgets = ALT_WIDGETS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        upload = self.fields["upload"]
        upload.help_text = upload.help_text.format(megabytes=MAX_BYTES // 1024**2, pixels=MAX_PIXELS // 10**6)

    def clean(self):
        cleaned = super().clean()
        has_text = cleaned.get("alt_en") or cleaned.get("alt_es")
        if has_text and not self.errors:  # without a text, a constraint of the model reports it next
            try:
                self.instance = upload_image(cleaned["upload"], by=self.by, **{name: cleaned[name] for name in TEXTS})
            except ValidationError as error:
                self.add_error("upload", error)
        return cleaned

    def save(self, commit=True):
        self.save_m2m = lambda: None
        return self.instance


class UseFilter(admin.SimpleListFilter):
    title = gettext_lazy("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("public", _("Shown to readers")), ("none", _("In no edition"))]

    def queryset(self, request, queryset):
        if self.value() == "public":
            return queryset.filter(is_shown=True)
        if self.value() == "none":
            return queryset.filter(uses=None)
        return queryset


class MissingTextFilter(admin.SimpleListFilter):
    title = gettext_lazy("what is missing")
    parameter_name = "missing"
    FIELDS = {
        "alt_en": gettext_lazy("Description in English"),
        "alt_es": gettext_lazy("Description in Spanish"),
        "credit": gettext_lazy("Credit"),
        "licence": gettext_lazy("Licence"),
    }

    def lookups(self, request, model_admin):
        return self.FIELDS.items()

    def queryset(self, request, queryset):
        return queryset.filter(**{self.value(): ""}) if self.value() in self.FIELDS else queryset


@admin.register(Image)
class ImageAdmin(WithPages, OpenEndedList, FoldedSearch, admin.ModelAdmin):
    class Media:
        js = [forms.Script("briefings/admin/image_upload.js", type="module")]

    list_display = ["small", "shows", "credit", "licence", "shown_to_readers", "uploaded_by", "uploaded_at"]
    list_display_links = ["small", "shows"]
    list_filter = [UseFilter, MissingTextFilter, "uploaded_at"]
    list_select_related = ["uploaded_by"]
    list_per_page = 25
    actions = []
    search_fields = ["alt_en", "alt_es", "credit", "licence", "sha256"]
    change_form_template = "admin/briefings/image/change_form.html"
    readonly_fields = ["large", "dimensions", "uploader", "uploaded_at"]
    uploader = account_name(Image._meta.get_field("uploaded_by"))
    texts = (gettext_lazy("What it shows"), {"fields": ["alt_en", "alt_es"]})
    rights = (gettext_lazy("Whose it is"), {"fields": ["credit", "licence"]})
    add_fieldsets = [(None, {"fields": ["upload"]}), texts, rights]
    fieldsets = [
        (None, {"fields": ["large", "dimensions"]}),
        texts,
        rights,
        (gettext_lazy("Where it comes from"), {"fields": ["uploader", "uploaded_at"]}),
    ]

    def get_queryset(self, request):
        showing = Edition.objects.public().filter(image_uses__image=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_shown=Exists(showing))

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj:
            return super().get_form(request, obj, change=change, **{"widgets": ALT_WIDGETS, **kwargs})
        return type("UploadFormOfPerson", (UploadForm,), {"by": request.user})

    def save_model(self, request, obj, form, change):
        if change:
            describe_image(obj, by=request.user, **{name: form.cleaned_data[name] for name in TEXTS})
        elif obj.was_here and IS_POPUP_VAR not in request.POST:  # the form that opened a pop-up would show this
            self.message_user(request, _("This picture was already here, with the words below."), messages.WARNING)

    def delete_model(self, request, obj):
        delete_image(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for image in queryset:
            delete_image(image, by=request.user)

    def thumbnail_view(self, request, pk):
        with self._file(request, pk) as file:
            return HttpResponse(thumbnail(file), content_type=CONTENT_TYPES["webp"])

    def picture_view(self, request, pk):
        file = self._file(request, pk)
        return FileResponse(file, content_type=CONTENT_TYPES[file.name.rsplit(".", 1)[-1]])

    pages = [("<int:pk>/thumbnail/", thumbnail_view, "thumbnail"), ("<int:pk>/picture/", picture_view, "picture")]

    def _file(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            return get_object_or_404(Image, pk=pk).file.open("rb")
        except FileNotFoundError as error:
            raise Http404("the file is missing") from error

    @admin.display(description=gettext_lazy("picture"))
    def small(self, image):
        return format_html(
            '<img src="{}" alt="" height="60">', reverse("admin:briefings_image_thumbnail", args=[image.pk])
        )

    @admin.display(description=gettext_lazy("picture"))
    def large(self, image):
        full = reverse("admin:briefings_image_picture", args=[image.pk])
        small = reverse("admin:briefings_image_thumbnail", args=[image.pk])
        return format_html('<a href="{}"><img src="{}" alt="{}"></a>', full, small, image.alt)

    @admin.display(description=gettext_lazy("size"))
    def dimensions(self, image):
        return _("%(width)s × %(height)s pixels") % {"width": image.width, "height": image.height}

    @admin.display(description=gettext_lazy("what it shows"), ordering="alt_en")
    def shows(self, image):
        return image.alt

    @admin.display(description=gettext_lazy("shown to readers"))
    def shown_to_readers(self, image):
        return _("yes") if image.is_shown else _("no")

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj and getattr(obj, "is_shown", False) else None

    def render_change_form(self, request, context, *args, **kwargs):
        if kwargs.get("obj"):
            context["used_in"] = used_in(kwargs["obj"], request.user)
        return super().render_change_form(request, context, *args, **kwargs)


def used_in(image, user):
    """(title, admin URL or "") of public editions with the picture, and of working copies that the user may read."""
    editions = Edition.objects.public().filter(image_uses__image=image).in_lists().order_by("-publish_at")[:50]
    drafts = Article.objects.filter(refer_to(image))
    if not may(user, "read_drafts"):
        drafts = drafts.filter(workflow__owner=user)
    links = [(_("%(edition)s, public") % {"edition": edition}, "") for edition in editions]
    for article in drafts.select_related("workflow")[:50]:
        words = _("%(article)s, archived") % {"article": article} if is_archived(article) else str(article)
        links.append((words, reverse("admin:briefings_article_change", args=[article.pk])))
    return links
