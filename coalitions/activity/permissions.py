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


def secretariat(user, thing=None):
    """Keeps criteria, makes and decides assessments, answers slot requests."""
    return is_secretariat(user)


def coordinator(user, thing):
    """Coordinates the coalition that an assessment, a slot request or an annual report is about."""
    return thing.coalition_id in coordinated_ids(user)


def can_read_assessment(user, assessment):
    """Before it is published its coalition's coordinators, once it is shared with them, and the Secretariat."""
    if assessment.is_published or is_secretariat(user):
        return True
    return assessment.is_shared and coordinator(user, assessment)


def can_read_slot_request(user, request):
    """Its coalition's coordinators and the Secretariat."""
    return is_secretariat(user) or coordinator(user, request)


def can_speak_for(user, coalition):
    """Asks for a slot and writes the annual report of a coalition: its coordinators."""
    return coalition.pk in coordinated_ids(user)
