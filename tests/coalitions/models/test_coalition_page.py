"""What a coalition's page says of itself, and the order lists of coalitions stand in."""

import pytest

from coalitions.enums import DirectorySort
from coalitions.models import CoalitionPage
from tests.factories import make_coalition


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Dynamic Coalition on Core Internet Values", ("Dynamic Coalition on", "Core Internet Values")),
        ("Dynamic Coalition on the Internet of Things", ("Dynamic Coalition on the", "Internet of Things")),
        ("Best Practice Forum on Local Content", ("Best Practice Forum on", "Local Content")),
        ("Internet Rights and Principles Coalition", ("", "Internet Rights and Principles Coalition")),
        ("Youth Coalition on Internet Governance", ("", "Youth Coalition on Internet Governance")),
        ("Dynamic Coalition", ("", "Dynamic Coalition")),
    ],
)
def test_the_name_in_two(title, parts):
    assert CoalitionPage(title=title).name_parts == parts


@pytest.mark.django_db
def test_the_order_by_name_passes_over_what_most_names_begin_with():
    for title in (
        "Dynamic Coalition on the Internet of Things",
        "Youth Coalition on Internet Governance",
        "Dynamic Coalition on DNS Issues",
        "dynamic coalition on data and trust",
        "Internet Rights and Principles Coalition",
    ):
        make_coalition(title)
    ordered = CoalitionPage.objects.sorted_by(DirectorySort.NAME)
    assert [coalition.name_parts[1] for coalition in ordered] == [
        "data and trust",
        "DNS Issues",
        "Internet of Things",
        "Internet Rights and Principles Coalition",
        "Youth Coalition on Internet Governance",
    ]


@pytest.mark.django_db
def test_coalitions_without_an_acronym_come_last_by_acronym():
    for acronym in ("", "YCIG", "dc3"):
        make_coalition(acronym=acronym)
    ordered = CoalitionPage.objects.sorted_by(DirectorySort.ACRONYM)
    assert [coalition.acronym for coalition in ordered] == ["dc3", "YCIG", ""]
