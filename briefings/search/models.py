"""The search index. The acts that publish write its rows; this slice knows no other model."""

from django.db import models


class SearchDocument(models.Model):
    """The text of one public page. Searches return it from `public_from` on."""

    kind = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    text = models.TextField()
    url = models.CharField(max_length=300)
    public_from = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "target_id", "language"], name="search_document_once")]

    def __str__(self):
        return self.title
