"""Coalitions in from tables, and out again."""

import datetime
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry, Revision

from coalitions.enums import CoalitionStatus, StakeholderGroup
from coalitions.exports import FORMATS, HEADERS, export_directory
from coalitions.importers import COLUMNS, import_coalitions, unknown_columns
from coalitions.importers.columns import CellError
from coalitions.importing import Row, read_table
from coalitions.models import CoalitionPage, StatusChange
from coalitions.sanitize import RICH_TAGS, SanitizeError
from tests.attack_corpus import ATTACKS
from tests.factories import make_coalition, make_cycle, make_focus_area, make_secretariat_user, make_site_tree

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[2] / "home" / "sample" / "coalitions.csv"
FULL = {
    "slug": "dc-iot",
    "name": "Dynamic Coalition on the Internet of Things",
    "acronym": "DC-IoT",
    "kind": "Dynamic coalition",
    "established": "2008",
    "status": "active",
    "website": "https://iot.example.org",
    "list_host": "lists.example.org",
    "list_subscribe_url": "https://lists.example.org/join",
    "list_archive_url": "https://lists.example.org/archive",
    "mission": "Things & people.\n\nSecond paragraph, 1 < 2.",
    "former_names": r"Things\; and more|DCT|2008-01-01|2010-12-31; Older",
    "stakeholder_groups": "Technical community; civil-society",
    "tags": "security; iot",
    "focus_areas": "Access; 2021: Trust",
    "note": "seen in Vilnius",
}


def rows_of(*values):
    return [Row(line, row) for line, row in enumerate(values, 2)]


def run(*values, **options):
    options.setdefault("directory", make_site_tree())
    return import_coalitions(rows_of(*values), **options)


def outcomes(result):
    return {
        kind: [(row.line, row.reference, row.message) for row in getattr(result, kind)]
        for kind in result.counts
        if getattr(result, kind)
    }


@pytest.fixture
def areas():
    return [make_focus_area("Access"), make_focus_area("Trust"), make_focus_area("Trust", cycle=make_cycle(2022))]


def test_a_full_row_makes_a_published_coalition(areas):
    user = make_secretariat_user()
    result = run(FULL, by=user)
    assert outcomes(result) == {"created": [(2, "dc-iot", "The note is not kept by the portal.")]}
    page = CoalitionPage.objects.get()
    assert {
        "fields": [page.title, page.slug, page.acronym, page.kind, page.established, page.live],
        "list": [page.website, page.list_address, page.list_subscribe_url, page.list_archive_url],
        "mission": page.mission,
        "names": [(n.name, n.acronym, n.used_from, n.used_until) for n in page.former_names.all()],
        "groups": [row.group for row in page.represented_groups.all()],
        "tags": sorted(tag.name for tag in page.tags.all()),
        "areas": sorted(area.pk for area in page.focus_areas.all()),
    } == {
        "fields": ["Dynamic Coalition on the Internet of Things", "dc-iot", "DC-IoT", "dc", 2008, True],
        "list": [
            "https://iot.example.org",
            "lists.example.org",
            "https://lists.example.org/join",
            "https://lists.example.org/archive",
        ],
        "mission": "<p>Things &amp; people.</p><p>Second paragraph, 1 &lt; 2.</p>",
        "names": [
            ("Things; and more", "DCT", datetime.date(2008, 1, 1), datetime.date(2010, 12, 31)),
            ("Older", "", None, None),
        ],
        "groups": [StakeholderGroup.CIVIL_SOCIETY, StakeholderGroup.TECHNICAL_COMMUNITY],
        "tags": ["iot", "security"],
        "areas": [areas[0].pk, areas[1].pk],
    }
    change = StatusChange.objects.get()
    assert (change.from_status, change.to_status, change.reason, change.by) == ("", "active", "As imported.", user)
    assert CoalitionPage.objects.get().status == CoalitionStatus.ACTIVE
    logged = PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", "user")
    assert list(logged) == [(f"wagtail.{verb}", user.pk) for verb in ("create", "edit", "publish")]


def written():
    return (
        list(CoalitionPage.objects.order_by("pk").values()),
        Revision.objects.count(),
        PageLogEntry.objects.count(),
        StatusChange.objects.count(),
    )


def test_twice_changes_nothing(areas):
    run(FULL)
    before = written()
    result = run(FULL)
    assert outcomes(result) == {"skipped": [(2, "dc-iot", "The note is not kept by the portal.")]}
    assert written() == before


def test_the_sample_twice():
    table = read_table(SAMPLE.read_bytes(), SAMPLE.name)
    directory = make_site_tree()
    counts = [import_coalitions(table.rows, directory=directory).counts for _ in range(2)]
    assert counts == [
        {"created": 22, "updated": 0, "skipped": 0, "errors": 0},
        {"created": 0, "updated": 0, "skipped": 22, "errors": 0},
    ]
    assert unknown_columns(table.columns) == []


def test_a_dry_run_says_the_same_and_writes_nothing(areas):
    directory = make_site_tree()
    make_coalition("Old name", slug="old", acronym="OLD")
    rows = [FULL, {"slug": "old", "name": "New name"}, {"slug": "bad slug"}]
    before = written()
    preview = run(*rows, directory=directory, dry_run=True)
    assert written() == before
    result = run(*rows, directory=directory)
    assert preview == result
    assert result.counts == {"created": 1, "updated": 1, "skipped": 0, "errors": 1}


def test_a_change_names_what_was_and_is_published():
    page = make_coalition("Old name", slug="old", acronym="OLD", website="https://old.example.org")
    result = run({"slug": "old", "name": "New name", "website": "", "tags": "b; a"})
    assert [row.changes for row in result.updated] == [{"Name": ("Old name", "New name"), "Tags": ("", "a; b")}]
    page.refresh_from_db()
    assert (page.title, page.website, page.live, page.has_unpublished_changes) == (
        "New name",
        "https://old.example.org",
        True,
        False,
    )
    assert Revision.objects.for_instance(page).count() == 1


def test_a_page_with_a_draft_gets_a_draft():
    page = make_coalition("Public", slug="x", acronym="X")
    page.mission = "<p>Not yet public.</p>"
    page.save_revision()
    result = run({"slug": "x", "name": "Newer"})
    assert outcomes(result) == {
        "updated": [(2, "x", "Kept as a draft: the page is not published, or has changes that are not.")]
    }
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (page.title, page.mission, page.has_unpublished_changes) == ("Public", "", True)
    assert (draft.title, draft.mission) == ("Newer", "<p>Not yet public.</p>")
    assert run({"slug": "x", "name": "Newer"}).counts == {"created": 0, "updated": 0, "skipped": 1, "errors": 0}


def test_an_unpublished_page_stays_unpublished():
    page = make_coalition("Hidden", slug="x", acronym="X")
    page.unpublish()
    run({"slug": "x", "name": "Newer"})
    page.refresh_from_db()
    assert (page.live, page.title, page.get_latest_revision_as_object().title) == (False, "Hidden", "Newer")


@pytest.mark.parametrize(
    ("values", "slug"),
    [
        ({"slug": "a-b", "acronym": "XY", "name": "Name"}, "a-b"),
        ({"acronym": "DC-Connecting the Unconnected", "name": "Name"}, "dc-connecting-the-unconnected"),
        ({"name": "Jeunesse & Éducation"}, "jeunesse-education"),
    ],
)
def test_the_key(values, slug):
    assert [row.reference for row in run(values).created] == [slug]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"slug": "Not A Slug", "name": "N"},
            "The slug “Not A Slug” may only hold small letters, digits and hyphens.",
        ),
        ({"name": "…"}, "Give a slug, an acronym or a name."),
        ({"slug": "new"}, "Name: a coalition that is new needs a name."),
        ({"name": "taken NAME"}, "This name belongs to the coalition “taken”; give that slug to change it."),
        ({"name": "N", "kind": "club"}, "Kind: “club” is not one of: dc, bpf, pn, nri."),
        ({"name": "N", "established": "soon"}, "Established in: “soon” is not a year, such as 2012."),
        ({"name": "N", "status": "dead"}, "“dead” is not one of: forming, active, inactive, closed."),
        (
            {"name": "N", "website": "javascript:alert(1)"},
            "Website: “javascript:alert(1)” is not an address that begins with http:// or https://.",
        ),
        ({"name": "N", "tags": "\ufdfa" * 7}, "Tags: The tag “" + "\ufdfa" * 7 + "” is too long as a web address."),
        (
            {"name": "N", "former_names": "A|B|last year"},
            "Earlier names: “last year” is not a day written as 2012-05-31.",
        ),
        (
            {"name": "N", "former_names": "A|B|2012-01-01|2011-01-01"},
            "Earlier names: A name cannot end before it began.",
        ),
        (
            {"name": "N", "former_names": "A|B|||C"},
            "Earlier names: Write earlier names as “name|acronym|from|until”, several separated by “;”.",
        ),
        (
            {"name": "N", "stakeholder_groups": "everybody"},
            "Stakeholder groups: “everybody” is not one of: civil-society, government, intergovernmental, "
            "private-sector, technical-community, other.",
        ),
        ({"name": "N", "focus_areas": "Trust"}, "Focus areas: “Trust” is in several cycles: write “2021: …”."),
        ({"name": "N", "focus_areas": "Other"}, "Focus areas: “Other” is not a focus area of any cycle."),
        ({"name": "N", "acronym": "A" * 41}, "Acronym: This text is too long: at most 40 characters, please."),
    ],
)
def test_refused(areas, values, message):
    make_coalition("Taken name", slug="taken")
    result = run({"name": "First"}, values, {"name": "Last"})
    assert [(row.line, row.message) for row in result.errors] == [(3, message)]
    assert [row.reference for row in result.created] == ["first", "last"]


def test_a_year_before_the_first_igf_is_refused():
    (row,) = run({"name": "N", "established": "1999"}).errors
    assert row.message.startswith("Established in: The first IGF met in 2006; give a year between 2006 and ")


def test_the_same_key_twice_in_a_file_is_refused():
    result = run({"slug": "x", "name": "One"}, {"slug": "x", "name": "Two"})
    assert outcomes(result) == {"created": [(2, "x", "")], "errors": [(3, "x", "“x” stands on line 2 already.")]}


def test_a_locked_page_is_refused():
    page = make_coalition("Public", slug="x", acronym="X", locked=True)
    assert outcomes(run({"slug": "x", "name": "Newer"})) == {
        "errors": [(2, "x", "The page is locked by an editor; nothing was changed.")]
    }
    page.refresh_from_db()
    assert page.title == "Public"


def test_a_later_status_is_reported_and_not_changed():
    run({"slug": "x", "name": "N", "status": "active"})
    result = run({"slug": "x", "status": "Closed"})
    assert outcomes(result) == {"skipped": [(2, "x", "The status stays “Active”: “Closed” is a step with a reason.")]}
    assert (CoalitionPage.objects.get().status, StatusChange.objects.count()) == ("active", 1)


def test_what_the_editor_wrote_counts_as_the_same_text():
    make_coalition("N", slug="x", mission='<p data-block-key="abc">See <a href="https://example.org">here</a>.</p>')
    result = run({"slug": "x", "mission": '<p>See <a href="https://example.org">here</a>.</p>'})
    assert result.counts == {"created": 0, "updated": 0, "skipped": 1, "errors": 0}


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_export_comes_back_unchanged(areas, file_format):
    directory = make_site_tree()
    run(FULL, {"name": "=1+1", "acronym": "+x", "tags": r"a\;b; @c"}, {"name": "Bare"})
    draft = CoalitionPage.objects.get(slug="bare")
    draft.title = "Bare, redrafted"
    draft.save_revision()
    data, content_type = export_directory(directory, file_format)
    table = read_table(data, f"coalitions.{file_format}")
    before = written()
    assert (table.columns, content_type) == (list(HEADERS), FORMATS[file_format][1])
    assert import_coalitions(table.rows, directory=directory).counts == {
        "created": 0,
        "updated": 0,
        "skipped": 3,
        "errors": 0,
    }
    assert written() == before


def test_the_export_asks_the_same_number_of_questions(areas, django_assert_num_queries):
    directory = make_site_tree()
    run(FULL)
    with django_assert_num_queries(7):
        export_directory(directory, "csv")
    run(*[FULL | {"slug": f"x{i}", "name": f"N {i}"} for i in range(29)])
    with django_assert_num_queries(7):
        export_directory(directory, "csv")


SAFE_LINK = r'<a href="(https?://|mailto:)[^"]*"( rel="[a-z ]*")?>'


def accepts(column, text):
    try:
        return bool(column.show(column.parse(text, {})))
    except (CellError, SanitizeError, ValidationError):
        return False


def test_attacks_are_refused_or_harmless():
    """Whatever a cell holds: no error but a refusal, nothing that runs, and the second time nothing changes."""
    directory = make_site_tree()
    rows = [
        {"slug": f"x{i}", "name": f"Name {i}"} | {column.key: text for column in COLUMNS if accepts(column, text)}
        for i, text in enumerate(ATTACKS.values())
    ]
    first = run(*rows, directory=directory)
    # Several attacks are one and the same once their unseen characters are gone.
    assert {row.message[:22] for row in first.errors} == {"This name belongs to t"}
    assert (first.counts["updated"], first.counts["skipped"]) == (0, 0)
    second = run(*rows, directory=directory)
    assert second.counts == first.counts | {"created": 0, "skipped": first.counts["created"]}
    for page in CoalitionPage.objects.all():
        assert not {"\0", "\u202e", "\x1b"} & set(page.title + page.acronym + page.mission + page.list_address)
        assert page.website == "" or page.website.startswith(("http://", "https://"))
        assert set(re.findall(r"</?([^\s>]*)", page.mission)) <= RICH_TAGS
        assert all(re.fullmatch(SAFE_LINK, link) for link in re.findall(r"<a[^>]*>", page.mission))
