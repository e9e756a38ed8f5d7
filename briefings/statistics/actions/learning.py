from django.db import transaction

from ...lib.texts import fold
from ...sources.models import Release
from ..models import AreaAlias, Batch


@transaction.atomic
def learn_once_counted(batch: Batch, *, sha256: str, places: dict[str, int]) -> None:
    """Learn from the batch's file at once or, where a second person has not decided yet, when its values count; never
    from one that is rejected. `places`: the areas that spellings of the file mean.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.stage == Batch.Stage.APPLIED:
        _learn(batch.release_id, sha256, places)
    else:
        batch.learns = {"sha256": sha256, "places": places}
        batch.save(update_fields=["learns"])


def learn_from(batch: Batch) -> None:
    """Within the transaction in which the batch's values begin to count."""
    if batch.learns:
        _learn(batch.release_id, **batch.learns)


def _learn(release, sha256, places):
    release = Release.objects.filter(pk=release, sha256="").first()
    if release and sha256:
        release.sha256 = sha256
        release.save()
    folded = {fold(spelling): (spelling, area) for spelling, area in places.items()}
    known = set(AreaAlias.objects.filter(folded__in=folded).values_list("folded", flat=True))
    for key in folded.keys() - known:
        spelling, area = folded[key]
        alias = AreaAlias(spelling=spelling, area_id=area)
        alias.full_clean(exclude=["area"])
        alias.save()
