"""Who may do what with a coalition's activity: `(user, thing) -> bool`."""

from coalitions.permissions import coordinated_ids, is_secretariat


def can_keep_activity(user, coalition_id):
    """May import the list's archive, enter months and log activity: the Secretariat and its coordinators."""
    return is_secretariat(user) or coalition_id in coordinated_ids(user)


def can_keep_record(user, record):
    """May change or remove a record of activity, or log one, for its coalition."""
    return can_keep_activity(user, record.coalition_id)


def keeps_activity_of(user):
    """The ids of the coalitions whose activity `user` may keep; None for all."""
    return None if is_secretariat(user) else coordinated_ids(user)


def keeps_activity(user):
    """May keep the activity of some coalition."""
    own = keeps_activity_of(user)
    return own is None or bool(own)
