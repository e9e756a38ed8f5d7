from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction

from ...lib.texts import fold
from ...sources.models import Release
from ..models import AreaAlias, Batch, FileMapping


@transaction.atomic
def learn_once_counted(batch: Batch, **learns) -> None:
    """Learn from the batch's file at once or, where a second person has not decided yet, when its values count; never
    from one that is rejected. `learns` are the arguments of `_learn`, which JSON can hold.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.stage == Batch.Stage.APPLIED:
        _learn(batch.release_id, **learns)
    else:
        batch.learns = learns
        batch.save(update_fields=["learns"])


def learn_from(batch: Batch) -> None:
    """Within the transaction in which the batch's values begin to count."""
    if batch.learns:
        _learn(batch.release_id, **batch.learns)


def _learn(release, *, sha256, places, source, headings, read_as):
    """`places`: the areas that spellings of the file mean; `read_as`: what its columns are and what was answered."""
    FileMapping.objects.update_or_create(source_id=source, headings=headings, defaults=read_as)
    release = Release.objects.filter(pk=release, sha256="").first()
    if release and sha256:
        release.sha256 = sha256
        release.save()
    folded = {fold(spelling): (spelling, area) for spelling, area in places.items()}
    known = set(AreaAlias.objects.filter(folded__in=folded).values_list("folded", flat=True))
    for key in folded.keys() - known:
        spelling, area = folded[key]
        alias = AreaAlias(spelling=spelling, area_id=area)
        with suppress(ValidationError):  # too long to be kept: it is asked about again
            alias.full_clean(exclude=["area"])
            alias.save()
