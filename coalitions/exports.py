"""Out: coalitions and members as tables the importers read back unchanged, and what is kept about a person."""

from coalitions.importers import COLUMNS, editors_version
from coalitions.importing import write_csv, write_xlsx
from coalitions.models import (
    CoalitionPage,
    Contact,
    Membership,
    Notice,
    OpennessCheck,
    StatementAdoption,
    StatusChange,
)
from coalitions.services import own_data

FORMATS = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
HEADERS = ("slug", "status", *(column.key for column in COLUMNS))
MEMBER_HEADERS = (
    *("coalition", "email", "name", "kind", "stakeholder_group", "region", "engagement", "joined_on"),
    *("state", "name_shown", "last_answer", "source"),
)


def coalition_rows(directory):
    """One row for each coalition of a directory, by name, as its editors see it; columns as in HEADERS."""
    for page in CoalitionPage.objects.child_of(directory).for_export():
        draft = editors_version(page)
        yield [page.slug, page.status, *(column.cell(draft) for column in COLUMNS)]


def export_directory(directory, file_format):
    """The directory as a file. `file_format` is one of FORMATS. Returns `(bytes, content type)`."""
    write, content_type = FORMATS[file_format]
    return write(HEADERS, coalition_rows(directory)), content_type


def member_rows(coalition):
    """One row for each member of a coalition, by name; columns as in MEMBER_HEADERS. Not for the public."""
    for member in Membership.objects.of_coalition(coalition).members().for_listing():
        yield [
            coalition.slug,
            member.email,
            member.name,
            member.kind,
            member.group,
            member.region,
            member.engagement,
            member.joined_on,
            member.state.value,
            member.is_named,
            member.answered_at,
            member.source,
        ]


def export_members(coalition, file_format):
    """A coalition's members as a file. `file_format` is one of FORMATS. Returns `(bytes, content type)`."""
    write, content_type = FORMATS[file_format]
    return write(MEMBER_HEADERS, member_rows(coalition)), content_type


def personal_data_of(user):
    """What this room keeps about a person, for the export of one's own data. Private mails: that they were sent."""
    return {
        "contacts": list(
            Contact.objects.of_user(user)
            .in_order()
            .values(
                *("coalition__title", "role", "given_name", "family_name", "affiliation"),
                *("from_date", "to_date", "is_public"),
            )
        ),
        "memberships": [own_data(member) for member in Membership.objects.of_person(user).for_listing()],
        "status_changes": list(
            StatusChange.objects.by_person(user).values("coalition__title", "to_status", "changed_on", "reason")
        ),
        "openness_checks": list(
            OpennessCheck.objects.by_person(user).values("coalition__title", "subject", "result", "checked_on")
        ),
        "adoptions": list(
            StatementAdoption.objects.by_person(user).values("coalition__title", "answer", "answered_on")
        ),
        "mails": [
            {"made_at": notice.made_at, "subject": notice.subject, "state": notice.state.label}
            for notice in Notice.objects.of_person(user).for_listing()
        ],
    }
