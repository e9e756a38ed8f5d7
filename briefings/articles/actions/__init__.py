"""The acts on articles and editions. The function of each asks its declaration first, in one transaction."""

from .archiving import archive_article, bring_back
from .comments import comment, reopen_comment, resolve_comment
from .follow_ups import needs_no_revision
from .forced_publication import force_publish, look_again
from .new_figures import approve_new_figures
from .planning import add_topic, assign_editor, plan, reassign
from .publishing import approve_and_publish, publish
from .review import accept, approve, return_to_author, send_fix, submit, take_back
from .versions import restore_version
from .waiting_editions import cancel, hold, reschedule, unhold
from .withdrawal import move, restore, take_down, withdraw
from .writing import article_saved, begin, start_translation
