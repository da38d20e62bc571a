"""Verbs of the statement of membership: what the coalitions agreed, and what each of them says to it."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.enums import AdoptionAnswer
from coalitions.models import CoalitionPage, MembershipStatement, StatementAdoption
from coalitions.permissions import can_adopt_statement
from coalitions.workflow import STATEMENT, NotAllowed


@transaction.atomic
def agree_statement(statement, *, by, on=None):
    """Record that the coalitions agreed on a version (default: today, UTC). From then on it counts."""
    statement = MembershipStatement.objects.select_for_update().get(pk=statement.pk)
    step = STATEMENT.check("agree", by, statement)
    today = timezone.now().date()
    on = on or today
    if on > today:
        raise NotAllowed("A version is agreed today or earlier; the day cannot be in the future.")
    statement.status, statement.agreed_on = step.to_state, on
    statement.save(update_fields=["status", "agreed_on"])
    log(statement, "coalitions.statement_agree", user=by, data={"on": on.isoformat()})
    return statement


class AdoptedMeanwhile(NotAllowed):
    """Somebody else has said something for the coalition since the form was opened; `current` is what is stored."""

    def __init__(self, current):
        own = " ".join(filter(None, [current.own_url, current.own_text]))
        super().__init__(
            f"Somebody else has recorded “{current.get_answer_display()}” meanwhile{f': {own}' if own else '.'} "
            "What you typed is still here; save it again if it should take its place."
        )
        self.current = current


@transaction.atomic
def adopt_statement(statement, coalition, *, answer, by, own_text="", own_url="", seen=None):
    """Record what a coalition says to a version: adopted, adapted (with its own text or address), or not yet.

    seen: `said_key` of the StatementAdoption that was read, "" where there was none. Returns the StatementAdoption.
    The same answer again changes nothing. Raises AdoptedMeanwhile, NotAllowed, and ValidationError for an own text
    that is missing or has no place.
    """
    coalition = CoalitionPage.objects.select_for_update().get(pk=coalition.pk)
    if not can_adopt_statement(by, coalition):
        raise NotAllowed("Only the coalition's coordinators, or the Secretariat, record this.")
    counts = MembershipStatement.objects.in_force()
    if statement.version < counts.version:
        raise NotAllowed(f"Version {counts.version} counts now; answer to that one, please.")
    there = StatementAdoption.objects.of_coalition(coalition).of_statement(statement).first()
    before = there.answer if there else AdoptionAnswer.NOT_YET
    adoption = there or StatementAdoption(coalition=coalition, statement=statement)
    said = {"answer": AdoptionAnswer(answer), "own_text": own_text, "own_url": own_url}
    if there and all(getattr(there, name) == value for name, value in said.items()):
        return there
    if there and seen is not None and seen != there.said_key:
        raise AdoptedMeanwhile(there)
    for name, value in said.items():
        setattr(adoption, name, value)
    adoption.by, adoption.answered_on = by, timezone.now().date()
    adoption.clean()
    adoption.save()
    log(
        coalition,
        "coalitions.adoption",
        user=by,
        data={"statement": str(statement), "from": before, "to": adoption.answer},
    )
    return adoption
