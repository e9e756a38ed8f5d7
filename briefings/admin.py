"""Import the admin of every slice."""

from .accounts import admin as accounts
from .articles import admin as articles
from .desk import admin as desk
from .history import admin as history
from .impacts import admin as impacts
from .initiatives import admin as initiatives
from .media import admin as media
from .sharing import admin as sharing
from .sources import admin as sources
from .statistics import admin as statistics
from .topics import admin as topics
