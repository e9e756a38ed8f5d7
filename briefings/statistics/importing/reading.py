from .files import Contents, require_size
from .text_tables import read_text
from .workbooks import is_workbook, read_workbook


def read(content: bytes, *, encoding: str = "", delimiter: str = "") -> Contents:
    """The sheets of a file; ValidationError where it is too large, broken or no table."""
    require_size(content)
    if is_workbook(content):
        return read_workbook(content)
    return read_text(content, encoding=encoding, delimiter=delimiter)
