"""A data table as readers see it: what they find in it, and which values its finding is about."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import DataTable
from .findings import values_hash
from .resolving import resolve_data_table


def as_readers_see(table: DataTable) -> dict:
    return resolve_data_table(table, "en", for_readers=True)


def require_content(sender, target, **kwargs):
    """Receiver of `asks_to_be_public` for data tables: readers find a value in it."""
    if target.is_public:
        return
    rows = as_readers_see(target)["rows"]
    if not any(cell and cell.get("value") is not None for row in rows for cell in row["cells"]):
        words = _("“%(table)s” stays private: readers would find no value in it. Its series may be private or empty.")
        raise ValidationError(words, params={"table": target})


def note_finding(table: DataTable) -> None:
    """The finding of the table, if it has one, is about the values that readers see now."""
    has_one = table.finding_en or table.finding_es
    table.finding_values = values_hash(as_readers_see(table)) if has_one else ""
    DataTable.objects.filter(pk=table.pk).update(finding_values=table.finding_values)


def note_public_finding(sender, target, **kwargs):
    """Receiver of `made_public` for data tables: their series may have been hidden when they were saved."""
    note_finding(target)
