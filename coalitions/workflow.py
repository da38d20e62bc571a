"""What may follow what. A workflow is a table; nothing here writes.

Read by the service (refuses), the pages and the admin (buttons), the docs (generated table) and the table test.
"""

from collections.abc import Callable
from dataclasses import dataclass

from coalitions.enums import CoalitionStatus as Status
from coalitions.enums import StatementStatus
from coalitions.permissions import can_change_status, can_keep_statement


class NotAllowed(Exception):
    """Somebody may not do this, or not now. The message is for people."""


@dataclass(frozen=True)
class Step:
    """One row: a verb, the states it starts from, the state it leads to ("": as it was), who may take it."""

    verb: str
    label: str
    from_states: tuple[str, ...]
    to_state: str
    who: Callable[[object, object], bool]
    needs_reason: bool = False


@dataclass(frozen=True)
class Workflow:
    """The rows of one thing's life. `field` names the attribute that holds its state."""

    steps: tuple[Step, ...]
    field: str = "state"

    def step(self, verb):
        """The row of a verb. Raises NotAllowed for a verb the table does not have."""
        for step in self.steps:
            if step.verb == verb:
                return step
        raise NotAllowed(f"There is no step “{verb}”.")

    def open_to(self, user, thing):
        """The rows `user` may take now, in the table's order."""
        state = getattr(thing, self.field)
        return [step for step in self.steps if state in step.from_states and step.who(user, thing)]

    def check(self, verb, user, thing, reason="", *, authorised=False):
        """The row of `verb` if `user` may take it now with this reason. Raises NotAllowed, saying why, otherwise.

        `authorised` leaves out who: for a step that follows from something the user was allowed to do.
        """
        step = self.step(verb)
        if not authorised and not step.who(user, thing):
            raise NotAllowed(f"You may not do this: {step.label.lower()}.")
        if getattr(thing, self.field) not in step.from_states:
            display = getattr(thing, f"get_{self.field}_display")().lower()
            raise NotAllowed(f"“{step.label}” is not possible while the state is “{display}”.")
        if step.needs_reason and not reason.strip():
            raise NotAllowed("Give a reason; it is kept with the decision.")
        return step

    def as_markdown(self, states):
        """The table for the docs; `states` is the enum whose labels it shows."""
        rows = ["| step | from | to | who | reason |", "| --- | --- | --- | --- | :-: |"]
        for step in self.steps:
            before = " · ".join(states(state).label for state in step.from_states)
            who = step.who.__name__.replace("_", " ")
            reason = "✓" if step.needs_reason else ""
            after = states(step.to_state).label if step.to_state else "as before"
            rows.append(f"| {step.label} | {before} | {after} | {who} | {reason} |")
        return "\n".join(rows)


COALITION_STATUS = Workflow(
    field="status",
    steps=(
        Step("activate", "Mark as active", (Status.FORMING, Status.INACTIVE), Status.ACTIVE, can_change_status, True),
        Step("deactivate", "Mark as inactive", (Status.ACTIVE,), Status.INACTIVE, can_change_status, True),
        Step(
            "close",
            "Close",
            (Status.FORMING, Status.ACTIVE, Status.INACTIVE),
            Status.CLOSED,
            can_change_status,
            True,
        ),
        Step("reopen", "Reopen", (Status.CLOSED,), Status.FORMING, can_change_status, True),
    ),
)

STATEMENT = Workflow(
    field="status",
    steps=(
        Step("agree", "Record as agreed", (StatementStatus.PROPOSED,), StatementStatus.AGREED, can_keep_statement),
    ),
)
