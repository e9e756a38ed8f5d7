from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....history.field_changes import note_order
from ....lib.admin.ordered_choice import choice_field
from ...models import Address, Article, ArticleByline


class ArticleForm(forms.ModelForm):
    byline_choice = choice_field(
        ArticleByline._meta.get_field("byline"),
        required=False,
        label=gettext_lazy("Bylines"),
        help_text=gettext_lazy("The public names under the title, in this order."),
    )

    class Meta:
        model = Article
        fields = ["title", "summary", "kind", "language", "slug", "topics", "related"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField", "data-counter": "400"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "byline_choice" in self.fields:
            bylines = [row.byline for row in self.instance.byline_rows.select_related("byline")]
            self.initial["byline_choice"] = [byline.pk for byline in bylines]
            self.fields["byline_choice"].widget.known = {byline.pk: byline for byline in bylines}

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        language = self.instance.language if self.instance.pk else self.cleaned_data.get("language")
        others = Article.objects.exclude(pk=self.instance.pk)
        if others.filter(language=language, slug=slug).exists():
            raise ValidationError(_("Another article in this language has this address."))
        if Address.objects.filter(language=language, slug=slug).exclude(article=self.instance.pk).exists():
            raise ValidationError(_("This address has belonged to an article before; addresses are for ever."))
        return slug

    def clean_related(self):
        """Keeps related articles that the person may not see."""
        visible = self.fields["related"].queryset
        unseen = self.instance.related.exclude(pk__in=visible.values("pk")) if self.initial.get("related") else []
        return [*self.cleaned_data["related"], *unseen]

    def clean(self):
        """Unchanged relations are not saved again."""
        for name in {"topics", "related"} - set(self.changed_data):
            self.cleaned_data.pop(name, None)
        return self.cleaned_data

    def save_bylines(self):
        if "byline_choice" in self.changed_data:
            before = [row.byline for row in self.instance.byline_rows.select_related("byline")]
            note_order(self.instance, "bylines", before, self.cleaned_data["byline_choice"])
            self.instance.byline_rows.all().delete()
            ArticleByline.objects.bulk_create(
                ArticleByline(article=self.instance, byline=byline, position=position)
                for position, byline in enumerate(self.cleaned_data["byline_choice"])
            )
