"""All acts, one line for each slice that declares some. The log knows the words of those that are imported here."""

from .accounts import acts as accounts
from .articles import acts as articles
from .history import acts as history
from .mail import acts as mail
from .media import acts as media
from .sharing import acts as sharing
from .signing_in import acts as signing_in
from .statistics import acts as statistics
from .upkeep import acts as upkeep
