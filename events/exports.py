"""Out: what this room keeps about a person."""

from events.models import ActionItemPart, DeadlineChange


def personal_data_of(user):
    """For the export of one's own data: parts of action items marked as done, and deadlines moved."""
    parts = ActionItemPart.objects.by_person(user)
    moved = DeadlineChange.objects.by_person(user)
    return {
        "parts_done": list(parts.values("item__text", "coalition__title", "done_at", "note")),
        "deadlines_moved": list(moved.values("item__text", "from_at", "to_at", "reason", "changed_at")),
    }
