"""Plain functions that make what tests need. States and people are arguments; everything else has a sane default."""

import datetime
import itertools

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

from coalitions.enums import CoalitionStatus, ContactRole, MembershipState, StatementStatus
from coalitions.models import (
    CoalitionIndexPage,
    CoalitionPage,
    Contact,
    Cycle,
    FocusArea,
    Membership,
    MembershipStatement,
    OpennessCheck,
    Output,
    PolicyQuestion,
)
from coalitions.models.membership import DORMANT_AFTER
from events.enums import ActionState, EventState, ExternalKind, MeetingState, OrganiserRole, Owner
from events.models import (
    ActionItem,
    AgendaItem,
    EventOrganiser,
    EventSpeaker,
    ExternalDate,
    MeetingIndexPage,
    MeetingPage,
    PreparatoryEventPage,
    PreparatoryPhasePage,
)
from home.models import HomePage
from home.services import FACILITATORS, SECRETARIAT, let_group_edit, set_up_roles

_counter = itertools.count(1)


def _next():
    return next(_counter)


def make_user(username=None, *, password="a-long-test-password", **fields):
    """An account without any role."""
    username = username or f"user-{_next()}"
    fields.setdefault("email", f"{username}@example.org")
    return get_user_model().objects.create_user(username, password=password, **fields)


def make_superuser(username=None, **fields):
    """An account that may do everything."""
    return make_user(username, is_staff=True, is_superuser=True, **fields)


def make_secretariat_user(username=None, **fields):
    """An account of the Secretariat, with exactly the permissions of that role."""
    user = make_user(username, **fields)
    set_up_roles()
    user.groups.add(Group.objects.get(name=SECRETARIAT))
    return user


def make_facilitator_user(series, username=None, **fields):
    """An account that facilitates the meetings of a series."""
    user = make_user(username, **fields)
    group = set_up_roles()[FACILITATORS]
    let_group_edit(group, series)
    user.groups.add(group)
    return user


def make_basics():
    """What Wagtail's migrations write and a test with real transactions takes away: locale, root page, collection."""
    Locale.objects.get_or_create(language_code="en")
    if not Page.objects.exists():
        Page.add_root(instance=Page(title="Root", slug="root"))
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    admin, _created = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    Permission.objects.get_or_create(
        content_type=admin, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )


def make_site_tree():
    """The directory of a small site: root → HomePage → CoalitionIndexPage, with a default site. Safe to repeat."""
    directory = CoalitionIndexPage.objects.first()
    if directory is not None:
        return directory
    make_basics()
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Dynamic coalitions", slug="front"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True, site_name="Portal")
    root.get_children().exclude(pk=home.pk).delete()
    home.refresh_from_db()
    return home.add_child(instance=CoalitionIndexPage(title="Coalitions", slug="coalitions", show_in_menus=True))


def make_home_page():
    """The front page of the site tree."""
    make_site_tree()
    return HomePage.objects.get()


def make_cycle(year=2021, **fields):
    """The cycle of a year, with its annual meeting in December."""
    fields.setdefault("name", f"IGF {year}")
    fields.setdefault("starts_on", datetime.date(year, 12, 6))
    fields.setdefault("ends_on", datetime.date(year, 12, 10))
    return Cycle.objects.get_or_create(year=year, defaults=fields)[0]


def make_focus_area(title=None, *, cycle=None, questions=(), **fields):
    """A focus area; `questions` are the short labels of its policy questions."""
    area = FocusArea.objects.create(title=title or f"Focus area {_next()}", cycle=cycle or make_cycle(), **fields)
    for order, label in enumerate(questions):
        PolicyQuestion.objects.create(focus_area=area, label=label, sort_order=order)
    return area


def make_coalition(
    title=None, *, status=CoalitionStatus.ACTIVE, coordinators=(), directory=None, focus_areas=(), tags=(), **fields
):
    """A published coalition; `coordinators` are accounts that get a contact today."""
    number = _next()
    fields.setdefault("acronym", f"DC-{number}")
    fields.setdefault("slug", f"coalition-{number}")
    coalition = CoalitionPage(title=title or f"Coalition {number}", status=status, **fields)
    (directory or make_site_tree()).add_child(instance=coalition)
    if focus_areas or tags:
        coalition.focus_areas.set(focus_areas)
        coalition.tags.add(*tags)
        coalition.save()
    for user in coordinators:
        make_contact(coalition, user=user)
    return coalition


def make_contact(coalition=None, *, user=None, role=ContactRole.COORDINATOR, **fields):
    """A person in a role for a coalition, without term."""
    fields.setdefault("given_name", "Ada")
    fields.setdefault("family_name", f"Example {_next()}")
    return Contact.objects.create(coalition=coalition or make_coalition(), user=user, role=role, **fields)


def make_output(*coalitions, title=None, **fields):
    """A paper of one or several coalitions."""
    fields.setdefault("published_on", datetime.date(2021, 5, 3))
    fields.setdefault("url", "https://example.org/paper")
    output = Output.objects.create(title=title or f"Paper {_next()}", **fields)
    output.coalitions.set(coalitions or [make_coalition()])
    return output


def make_openness_check(coalition=None, **fields):
    """A check that found a coalition's list open."""
    fields.setdefault("subject", "list")
    fields.setdefault("result", "open")
    fields.setdefault("checked_on", datetime.date(2021, 4, 1))
    fields.setdefault("checked_by", "IGF Secretariat")
    return OpennessCheck.objects.create(coalition=coalition or make_coalition(), **fields)


def make_series(title="Coordination group", *, parent=None, **fields):
    """A series of meetings below the front page, or below `parent` (a coalition's calls)."""
    fields.setdefault("slug", f"series-{_next()}")
    fields.setdefault("abbreviation", "DCCG")
    return (parent or make_home_page()).add_child(instance=MeetingIndexPage(title=title, **fields))


def make_meeting(series=None, *, state=MeetingState.PLANNED, number=None, starts_at=None, **fields):
    """A published meeting of an hour, by default one that begins in a week."""
    number = number or _next()
    starts_at = starts_at or timezone.now().replace(microsecond=0) + datetime.timedelta(days=7)
    fields.setdefault("ends_at", starts_at + datetime.timedelta(hours=1))
    fields.setdefault("title", f"Meeting {number}")
    fields.setdefault("slug", f"meeting-{number}")
    meeting = MeetingPage(number=number, state=state, starts_at=starts_at, **fields)
    return (series or make_series()).add_child(instance=meeting)


def make_action_item(
    meeting=None,
    *,
    state=ActionState.OPEN,
    owner=Owner.UNASSIGNED,
    coalitions=(),
    text="<p>Write the outline.</p>",
    **fields,
):
    """An action item of a meeting; `coalitions` makes it owned by some coalitions."""
    if coalitions:
        owner = Owner.SOME_COALITIONS
    item = ActionItem(meeting=meeting or make_meeting(), state=state, owner=owner, text=text, **fields)
    if coalitions:
        item.coalitions.set(coalitions)
    item.save()
    return item


def make_report(*paragraphs):
    """The value of `MeetingPage.report`: numbered paragraphs with ids from their place, "Heading:…" for a heading."""
    blocks = []
    for place, text in enumerate(paragraphs, start=1):
        kind, value = ("heading", text[8:]) if text.startswith("Heading:") else ("paragraph", f"<p>{text}</p>")
        blocks.append({"type": kind, "value": value, "id": f"{place:08d}-0000-4000-8000-000000000000"})
    return MeetingPage._meta.get_field("report").to_python(blocks)


def make_agenda_item(meeting, title=None, **fields):
    """A point on a meeting's agenda."""
    return AgendaItem.objects.create(meeting=meeting, title=title or f"Point {_next()}", **fields)


def make_member(coalition=None, *, state=MembershipState.CURRENT, **fields):
    """A member who joined today by themselves, or who is in another state today."""
    number, now = _next(), timezone.now()
    fields.setdefault("name", f"Member {number}")
    fields.setdefault("email", f"member-{number}@example.org")
    if state != MembershipState.UNCONFIRMED:
        fields.setdefault("confirmed_at", now)
        fields.setdefault("joined_on", now.date())
    if state == MembershipState.DORMANT:
        fields.setdefault("asked_at", now - DORMANT_AFTER)
    member = Membership(coalition=coalition or make_coalition(), **fields)
    if state == MembershipState.LEFT:
        member.left_mark = Membership.mark_of(member.coalition_id, member.email)
        member.left_on, member.name, member.email = now.date(), "", ""
    member.save()
    return member


def make_statement(version=1, *, status=StatementStatus.PROPOSED, **fields):
    """A version of the statement of membership."""
    fields.setdefault("title", "What it means to be a member")
    fields.setdefault("text", "<p>Open to everybody.</p>")
    if status == StatementStatus.AGREED:
        fields.setdefault("agreed_on", timezone.now().date())
    return MembershipStatement.objects.create(version=version, status=status, **fields)


def make_phase(cycle=None, *, parent=None, **fields):
    """The preparatory phase of a cycle, below the front page. Safe to repeat."""
    cycle = cycle or make_cycle()
    phase = PreparatoryPhasePage.objects.filter(cycle=cycle).first()
    if phase is not None:
        return phase
    fields.setdefault("title", f"Preparatory phase {cycle.year}")
    fields.setdefault("slug", f"phase-{cycle.year}")
    return (parent or make_home_page()).add_child(instance=PreparatoryPhasePage(cycle=cycle, **fields))


def make_event(
    phase=None,
    *,
    state=EventState.SCHEDULED,
    starts_at=None,
    minutes=60,
    organisers=(),
    focus_areas=(),
    questions=(),
    speakers=(),
    **fields,
):
    """A published event of an hour, by default one that begins in a week.

    `organisers` are coalitions, the first one leading, or (coalition, role) pairs; HELD makes a scheduled one that is
    over; `speakers` are names.
    """
    number = _next()
    now = timezone.now().replace(microsecond=0)
    days = -7 if state in (EventState.HELD, EventState.REPORTED) else 7
    starts_at = starts_at or now + datetime.timedelta(days=days)
    fields.setdefault("ends_at", starts_at + datetime.timedelta(minutes=minutes))
    fields.setdefault("title", f"Event {number}")
    fields.setdefault("slug", f"event-{number}")
    fields.setdefault("first_published_at", now - datetime.timedelta(days=30) if fields.get("live", True) else None)
    if state == EventState.REPORTED:
        fields.setdefault("reported_at", fields["ends_at"] + datetime.timedelta(days=1))
        fields.setdefault("outcome", "<p>Three sentences.</p>")
    state = EventState.SCHEDULED if state == EventState.HELD else state
    event = PreparatoryEventPage(state=state, starts_at=starts_at, **fields)
    pairs = [one if isinstance(one, tuple) else (one, None) for one in organisers or [make_coalition()]]
    event.organisers = [
        EventOrganiser(
            coalition=coalition,
            role=role or (OrganiserRole.CO_ORGANISER if order else OrganiserRole.LEAD),
            sort_order=order,
        )
        for order, (coalition, role) in enumerate(pairs)
    ]
    event.speakers = [EventSpeaker(name=name, sort_order=order) for order, name in enumerate(speakers)]
    event.focus_areas = list(focus_areas)
    event.policy_questions = list(questions)
    return (phase or make_phase()).add_child(instance=event)


def make_external_date(title=None, *, starts_on, ends_on=None, kind=ExternalKind.IETF, **fields):
    """Somebody else's date, by default an IETF meeting of one day."""
    return ExternalDate.objects.create(
        title=title or f"IETF {_next()}", kind=kind, starts_on=starts_on, ends_on=ends_on or starts_on, **fields
    )
