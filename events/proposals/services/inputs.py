"""Verbs of written inputs: the only code that writes them and their state."""

from django.db import transaction
from django.utils import timezone

from coalitions.workflow import NotAllowed
from events.proposals import notifications
from events.proposals.enums import Answer, InputState
from events.proposals.models import InputCoalition, WrittenInput
from events.proposals.permissions import can_answer_for, can_propose, can_write_input
from events.proposals.readiness import missing_in_input
from events.proposals.services.drafts import Stale
from events.proposals.workflow import WRITTEN_INPUT

WRITTEN = ("focus_area", "policy_question", "title", "text", "no_dissent", "dissenting_views")


def _locked(written_input):
    return WrittenInput.objects.select_for_update().get(pk=written_input.pk)


def _take(written_input, verb, by, reason="", **changes):
    step = WRITTEN_INPUT.check(verb, by, written_input, reason)
    written_input.state = step.to_state
    for name, value in changes.items():
        setattr(written_input, name, value)
    written_input.save(update_fields=["state", *changes])
    notifications.tell_input_step(written_input, verb, reason=reason, by=by)
    return written_input


@transaction.atomic
def start_input(call, coalition, *, focus_area, by, **written):
    """Begin a written input for a coalition, as a draft. Raises NotAllowed."""
    if not can_propose(by, coalition):
        raise NotAllowed("Only a coordinator of the coalition writes for it.")
    if not call.asks_for_inputs:
        raise NotAllowed("This call does not ask for written input.")
    late = call.late_submissions.valid().of_coalitions([coalition.pk]).exists()
    if not call.live or not (call.is_open or late):
        raise NotAllowed("This call is not open.")
    now = timezone.now()
    written_input = WrittenInput.objects.create(
        call=call, focus_area=focus_area, updated_by=by, created_at=now, updated_at=now, **written
    )
    InputCoalition.objects.create(
        written_input=written_input, coalition=coalition, answer=Answer.CONFIRMED, answered_at=now, answered_by=by
    )
    return written_input


@transaction.atomic
def save_input(written_input, *, version, by, written):
    """Save what was written if nobody saved since version `version`; `written` maps names of WRITTEN to values.

    Returns the input. Raises Stale and NotAllowed.
    """
    written_input = _locked(written_input)
    if not can_write_input(by, written_input):
        raise NotAllowed("This text can no longer be changed, or it is not yours to change.")
    if written_input.version != version:
        raise Stale(written_input)
    for name in WRITTEN:
        if name in written:
            setattr(written_input, name, written[name])
    written_input.version += 1
    written_input.updated_at, written_input.updated_by = timezone.now(), by
    written_input.save(update_fields=[*WRITTEN, "version", "updated_at", "updated_by"])
    return written_input


@transaction.atomic
def invite_to_input(written_input, coalition, *, by):
    """Ask a coalition to stand behind a text too. Returns the InputCoalition. Raises NotAllowed."""
    written_input = _locked(written_input)
    if not can_write_input(by, written_input):
        raise NotAllowed("Coalitions are invited while the text is a draft, by those who write it.")
    row, created = InputCoalition.objects.get_or_create(written_input=written_input, coalition=coalition)
    if not created and row.answer != Answer.DECLINED:
        raise NotAllowed(f"{coalition.short_name} is named already.")
    row.answer, row.answered_at, row.answered_by = Answer.INVITED, None, None
    row.save()
    notifications.tell_input_invitation(row, by=by)
    return row


@transaction.atomic
def answer_for_input(row, *, confirm, by):
    """Confirm or decline a coalition's part in a text. The same answer twice changes nothing. Raises NotAllowed."""
    written_input = _locked(row.written_input)
    row = InputCoalition.objects.select_related("coalition").get(pk=row.pk)
    if not can_answer_for(by, row):
        raise NotAllowed("Only a coordinator of the coalition answers for it.")
    wanted = Answer.CONFIRMED if confirm else Answer.DECLINED
    if row.answer == wanted:
        return row
    if written_input.state != InputState.DRAFT:
        raise NotAllowed("The text has been submitted; write to the Secretariat if this should change.")
    if not confirm and not written_input.coalitions.filter(answer=Answer.CONFIRMED).exclude(pk=row.pk).exists():
        raise NotAllowed("A text needs a coalition behind it; withdraw it instead.")
    row.answer, row.answered_at, row.answered_by = wanted, timezone.now(), by
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    return row


@transaction.atomic
def submit_input(written_input, *, by, version=None):
    """Hand a text in: within the limit of words, with dissenting views or none expressed, all coalitions confirmed.

    Raises Stale where `version` is not what is stored, and NotAllowed.
    """
    written_input = _locked(written_input)
    WRITTEN_INPUT.check("submit", by, written_input)
    if version is not None and written_input.version != version:
        raise Stale(written_input)
    coalition_ids = [row.coalition_id for row in written_input.coalitions.all()]
    late = written_input.call.late_submissions.valid().of_coalitions(coalition_ids).exists()
    if not (written_input.call.is_open or late):
        raise NotAllowed("The deadline has passed. The draft is kept; ask the Secretariat for leave to be late.")
    missing = missing_in_input(written_input)
    if missing:
        raise NotAllowed(" ".join(map(str, missing)))
    return _take(written_input, "submit", by, submitted_at=timezone.now())


@transaction.atomic
def return_input(written_input, *, by, reason):
    """Give a text back to its coalitions, as a draft, with the reason."""
    return _take(_locked(written_input), "return", by, reason)


@transaction.atomic
def publish_input(written_input, *, by):
    """Let everybody read a text."""
    return _take(_locked(written_input), "publish", by, published_at=timezone.now())


@transaction.atomic
def reflect_input(written_input, *, where, url, by):
    """Say where a published text was used. `url` may be empty. Raises NotAllowed without a place."""
    if not where.strip():
        raise NotAllowed("Say where the text was used.")
    return _take(_locked(written_input), "reflect", by, reflected_in=where.strip(), reflected_url=url)


@transaction.atomic
def withdraw_input(written_input, *, by, reason=""):
    """Take a text back."""
    return _take(_locked(written_input), "withdraw", by, reason)
