import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....addresses.models import ADDRESS_TAKEN, BRIEFING, Address
from ....history.field_changes import note_order
from ....lib.admin.ordered_choice import choice_field
from ...finding import MAX_RELATED
from ...models import Article, ArticleByline
from ...models.articles import free_slug, slug_of


class ArticleForm(forms.ModelForm):
    RELATIONS = frozenset({"topics", "related", "byline_choice"})  # not columns of the article
    DECIDING = frozenset({"title", "slug", "language"})  # which address it has

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
            bylines = [row.byline for row in self.instance.byline_rows.all()]
            self.initial["byline_choice"] = [byline.pk for byline in bylines]
            self.fields["byline_choice"].widget.known = {byline.pk: byline for byline in bylines}

    def clean_related(self):
        """Keeps related articles that the person may not see."""
        visible = self.fields["related"].queryset
        unseen = self.instance.related.exclude(pk__in=visible.values("pk")) if self.initial.get("related") else []
        return [*self.cleaned_data["related"], *unseen]

    def clean(self):
        """Unchanged relations are not saved again."""
        for name in {"topics", "related"} - set(self.changed_data):
            self.cleaned_data.pop(name, None)
        if {"title", "slug"} <= self.cleaned_data.keys():
            self._check_slug()
        if len(self.cleaned_data.get("related", ())) > MAX_RELATED:
            words = _("Readers see at most %(number)s related briefings. Choose the most important ones.")
            self.add_error("related", words % {"number": MAX_RELATED})
        return self.cleaned_data

    def _check_slug(self):
        """Refuse an address that another article has or had; make one from the title unless somebody typed one."""
        article, slug = self.instance, self.cleaned_data["slug"]
        if article.pk and slug and self.DECIDING.isdisjoint(self.changed_data):
            return  # no other article can take the slug of a stored one
        language = self.cleaned_data.get("language", article.language)
        if self._follows_title():
            slug = slug_of(self.cleaned_data["title"])
            self.cleaned_data["slug"] = free_slug(slug, language, of=article) if slug else ""
        elif slug and Article.objects.filter(language=language, slug=slug).exclude(pk=article.pk).exists():
            self.add_error("slug", _("Another article in this language has this address."))
        elif slug and Address.objects.at(BRIEFING, language, slug).of_others(BRIEFING, article.pk).exists():
            self.add_error("slug", ADDRESS_TAKEN)
        if self.cleaned_data.get("slug", "") != self.initial.get("slug", "") and "slug" not in self.changed_data:
            self.changed_data.append("slug")  # otherwise nothing is written if that is the only change

    def _follows_title(self):
        if not self.cleaned_data["slug"]:
            return True
        if self.instance.pk and self.instance.workflow.submitted_at:
            return False
        if self.cleaned_data["slug"] == slug_of(self.cleaned_data["title"]):
            return True  # the browser fills it in while the title is typed
        if not self.instance.pk or "slug" in self.changed_data:
            return False
        made = re.escape(slug_of(self.initial["title"]))
        return "title" in self.changed_data and bool(re.fullmatch(rf"{made}(-\d+)?", self.initial["slug"]))

    def save_bylines(self):
        if "byline_choice" in self.changed_data:
            before = [row.byline for row in self.instance.byline_rows.all()]
            note_order(self.instance, "bylines", before, self.cleaned_data["byline_choice"])
            self.instance.byline_rows.all().delete()
            rows = [
                ArticleByline(byline=byline, position=position)
                for position, byline in enumerate(self.cleaned_data["byline_choice"])
            ]
            self.instance.byline_rows.add(*rows, bulk=False)  # also forgets the rows that were read before
