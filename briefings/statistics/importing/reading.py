from .files import Contents, require_size
from .text_tables import read_text
from .workbooks import is_read_at_once, is_workbook, read_workbook


def takes_steps(content: bytes) -> bool:
    """Whether the file is a workbook too large to be read at once; ValidationError as `read`, before it is unpacked."""
    require_size(content)
    return is_workbook(content) and not is_read_at_once(content)


def read(content: bytes, *, encoding: str = "", delimiter: str = "") -> Contents:
    """The sheets of a file; ValidationError where it is too large, broken or no table."""
    require_size(content)
    if is_workbook(content):
        return read_workbook(content)
    return read_text(content, encoding=encoding, delimiter=delimiter)
