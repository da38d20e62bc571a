"""Who signs in to the demonstration."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from home.services import FACILITATORS, REVIEWERS, SECRETARIAT, set_up_roles

PASSWORD = "sample-data-2021"


@dataclass(frozen=True)
class DemoUser:
    """A sign-in of the demonstration."""

    username: str
    first_name: str
    last_name: str
    role: str
    group: str = ""
    coalition: str = ""


DEMO_USERS = (
    DemoUser("secretariat", "Sam", "Secretariat", "Secretariat", group=SECRETARIAT),
    DemoUser("facilitator", "Fay", "Facilitator", "Facilitator of the coordination group", group=FACILITATORS),
    DemoUser("coordinator", "Cora", "Sample", "Coordinator of DC3", coalition="dc3"),
    DemoUser("coordinator2", "Cody", "Sample", "Coordinator of DCAD", coalition="dcad"),
    DemoUser("reviewer", "Rene", "Reviewer", "Reviewer of the MAG", group=REVIEWERS),
)


def user(username):
    return get_user_model().objects.get(username=username)


def load_users():
    groups = set_up_roles()
    users = get_user_model().objects
    for demo in DEMO_USERS:
        user, created = users.get_or_create(
            username=demo.username,
            defaults={
                "first_name": demo.first_name,
                "last_name": demo.last_name,
                "email": f"{demo.username}@example.org",
            },
        )
        if created:
            user.set_password(PASSWORD)
            user.save()
        if demo.group:
            user.groups.add(groups[demo.group])
