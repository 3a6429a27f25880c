"""News that travels upward, sent after commit."""

from django.dispatch import Signal

# A report came in. Arguments: report_id.
report_received = Signal()
# A reporter was answered without a move. Arguments: report_id.
report_answered = Signal()
# A report changed state. Arguments: report_id, moved_to.
report_moved = Signal()
