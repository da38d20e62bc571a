"""What each room keeps about a person: a registry that export and erasure of one's own data go through.

A room that keeps rows about an account (reviews, memberships, answers …) registers itself when its app is ready.
"""

from collections.abc import Callable
from dataclasses import dataclass

_rooms: dict[str, "PersonalData"] = {}


@dataclass(frozen=True)
class PersonalData:
    """One room's answer. `export(user)` returns what JSON holds, by kind: `{"contacts": [{…}, …]}`.

    `erase(user)` takes out what says who the person is, and leaves what others rely on (decisions, counts). It runs
    inside the transaction of the erasure, before the account itself loses its name and address.
    """

    key: str
    export: Callable
    erase: Callable = lambda user: None


def register_personal_data(room):
    """Register a room's PersonalData; the same key again replaces it."""
    _rooms[room.key] = room


def rooms_with_personal_data():
    """The rooms that registered, by key."""
    return [_rooms[key] for key in sorted(_rooms)]
