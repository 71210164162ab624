"""What `written()` finds after one use case and nothing else: rows by table, see Conversation.written."""

from __future__ import annotations

HELD = {"hold": 1, "hold_job": 1}
"""One visit of one job is read back: its place is kept, no more."""
BOOKED = {"appointment": 1, "appointment_job": 1, "appointment_log": 1, "promise": 1, "outbox": 1}
"""One visit of one job: promised and confirmed; its hold is gone."""
COMPLAINED = {"complaint": 1, "complaint_log": 1, "promise": 1}
"""One complaint, with its first answer promised."""
HANDED_OVER = {"handover": 1, "promise": 1, "outbox": 1}
"""One request for a person, with a call promised and the staff told."""
