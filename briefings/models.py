"""Import the models of every slice: Django finds only models that are imported here."""

from .accounts import models as accounts
from .addresses import models as addresses
from .articles import models as articles
from .history import models as history
from .impacts import models as impacts
from .initiatives import models as initiatives
from .mail import models as mail
from .media import models as media
from .search import models as search
from .sharing import models as sharing
from .signing_in import models as signing_in
from .sources import models as sources
from .statistics import models as statistics
from .topics import models as topics
from .upkeep import models as upkeep
