"""A portal in which every list has as many rows as asked for: what budgets, doors and attacks are tried on.

Every text that may hold a link holds one, because looking links up is where questions hide.
"""

import datetime
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from coalitions.activity import services as activity_services
from coalitions.activity.enums import AssessmentState, Decision, OfferState, ReportState
from coalitions.activity.models import AnnualReport, Assessment, CriteriaSet, EvidenceOffer, SlotRequest
from coalitions.enums import ContactRole, OpennessSubject, StakeholderGroup
from coalitions.models import (
    CoalitionIndexPage,
    CoalitionPage,
    FormerName,
    Goal,
    Membership,
    MembershipStatement,
    Output,
    RepresentedGroup,
    StatementAdoption,
    StatusChange,
)
from coalitions.papers.enums import Audience, QuestionKind
from coalitions.papers.models import PaperDraftPage, PaperPage, ParagraphComment, SurveyExtension, SurveyPage
from coalitions.papers.services import link_source
from events.enums import (
    ActionState,
    AgendaOutcome,
    Capacity,
    DocumentKind,
    EventChangeKind,
    MeetingState,
    OrganiserRole,
)
from events.models import (
    ActionItem,
    ActionItemPart,
    ActionSubItem,
    DeadlineChange,
    EventChange,
    MeetingDocument,
    MeetingIndexPage,
    MeetingPage,
    Participant,
    PreparatoryEventPage,
    PreparatoryPhasePage,
)
from events.numbering import number_report
from events.proposals.enums import InputState, ProposalState
from events.proposals.models import CallPage, PreferredTime, Proposal
from events.services import create_event
from home.models import HomePage, StandardPage
from search.services import rebuild_entries
from tests.coalitions.activity.factories import (
    a_document,
    make_criteria_set,
    make_list_month,
    make_record,
    one_of,
)
from tests.coalitions.papers.factories import (
    make_body,
    make_comment,
    make_draft,
    make_interview,
    make_paper,
    make_response,
    make_stage,
    make_survey,
    numbered,
)
from tests.events.proposals.factories import in_days, make_call, make_input, make_organiser, make_phase
from tests.factories import (
    make_action_item,
    make_agenda_item,
    make_coalition,
    make_contact,
    make_cycle,
    make_focus_area,
    make_home_page,
    make_meeting,
    make_openness_check,
    make_output,
    make_secretariat_user,
    make_series,
    make_site_tree,
)

DAY = datetime.timedelta(days=1)
NOT_THERE = "/nothing/is/here/"
FILTERS = "q=coalition&tag=all&kind=dc&status=active&group=civil-society&sort=updated"
# The lists for programs.
LISTS = (
    *("coalitions", "outputs", "cycles", "meetings", "action items", "events", "calls", "proposals"),
    *("papers", "drafts", "surveys"),
)


@dataclass
class World:
    """What was made: one of each kind of page, each with all its rows, and one row of each other kind."""

    home: HomePage
    page: StandardPage
    directory: CoalitionIndexPage
    coalition: CoalitionPage
    series: MeetingIndexPage
    reported: MeetingPage  # with a published report
    planned: MeetingPage  # with what earlier meetings left for it
    output: Output
    item: ActionItem
    phase: PreparatoryPhasePage
    event: PreparatoryEventPage  # of the proposal
    call: CallPage
    proposal: Proposal  # public, led by the coalition
    member: Membership
    statement: MembershipStatement
    paper: PaperPage
    draft: PaperDraftPage  # the second version, open for comments
    comment: ParagraphComment
    survey: SurveyPage  # of coalitions, open
    closed_survey: SurveyPage  # of people, its results published
    assessed: CriteriaSet  # agreed, with published assessments
    report: AnnualReport  # filed
    numbers: StandardPage  # with the blocks of activity


def make_world(rows=1):
    """Make a portal whose lists have `rows` rows each, everything public. The search is up to date."""
    directory, home = make_site_tree(), make_home_page()
    pages = [
        home.add_child(
            instance=StandardPage(title=f"Page {place}", slug=f"page-{place}", show_in_menus=True, body=_body(rows))
        )
        for place in range(rows)
    ]
    link = f'<a linktype="page" id="{pages[-1].pk}">a page</a>'
    areas = [
        make_focus_area(f"Focus area {place}", cycle=make_cycle(2021 - place % 15), questions=["Access", "Trust"])
        for place in range(rows)
    ]
    coalitions = [
        make_coalition(f"Coalition of the world {place}", focus_areas=areas, tags=["all", f"tag-{place}"])
        for place in range(rows)
    ]
    coalition = coalitions[0]
    outputs = _fill_coalition(coalition, coalitions, link, rows)
    series = make_series(intro=f"<p>See {link}.</p>")
    calls = make_series("Calls", parent=coalition, abbreviation="")
    reported = _make_meetings(series, calls, areas[0].cycle, link, rows)
    planned = MeetingPage.objects.in_series(series).upcoming().first()
    item = _fill_meeting(reported, coalitions, link, rows)
    for meeting in (reported, planned):
        for earlier in MeetingPage.objects.in_series(series).reported()[:rows]:
            make_agenda_item(meeting, proposer="Ada", outcome=AgendaOutcome.POSTPONED, carried_from=earlier)
    call, proposal = _make_phase(coalitions, areas[0], link, rows)
    member, statement = _make_members(coalitions, link, rows)
    paper, draft, comment = _make_papers(coalitions, reported, link, rows)
    survey, closed_survey = _make_surveys(paper, coalitions, link, rows)
    assessed, report = _make_activity(coalitions, rows)
    numbers = home.add_child(instance=StandardPage(title="Numbers", slug="numbers", body=_numbers(coalition)))
    home.refresh_from_db()
    home.intro, home.body = f"<p>See {link}.</p>", _body(rows)
    home.save()
    rebuild_entries()
    return World(
        home,
        pages[0],
        directory,
        coalition,
        series,
        reported,
        planned,
        outputs[0],
        item,
        call.phase,
        proposal.event,
        call,
        proposal,
        member,
        statement,
        paper,
        draft,
        comment,
        survey,
        closed_survey,
        assessed,
        report,
        numbers,
    )


def _body(rows):
    """A body with each block that shows rows, at its longest."""
    limit = max(1, min(rows, 20))
    lists = ("upcoming_events", "open_action_items", "meeting_list", "open_calls", "session_proposals")
    return [{"type": name, "value": {"title": name, "limit": limit}} for name in lists]


def _numbers(coalition):
    """A body with both blocks of activity."""
    about = {"title": "Numbers", "coalition": coalition.pk, "indicators": ["list-messages", "members", "calls-held"]}
    grid = {"title": "Grid", "indicator": "list-messages", "period": "latest"}
    return [
        {"type": "activity_indicators", "value": {**about, "period": "latest"}},
        {"type": "activity_grid", "value": grid},
    ]


def _make_activity(coalitions, rows):
    """`rows` criteria, published assessments with a row of everything, left-out ones, records, months and reports.

    Returns the agreed set, and a report that is filed.
    """
    secretariat, cycle = make_secretariat_user(), make_cycle(2021)
    groups = [(f"Group {place}", 1) for place in range(rows)]
    criteria = [one_of(f"Group {place}", a_document(f"Criterion {place}")) for place in range(rows)]
    for place in range(1, rows):
        make_criteria_set(make_cycle(2021 - place % 15), criteria=criteria, groups=groups)
    superseded = make_criteria_set(cycle, criteria=criteria, groups=groups)
    agreed = make_criteria_set(cycle, criteria=criteria, groups=groups)
    for criteria_set in (superseded, agreed):
        activity_services.agree_criteria(criteria_set, on=datetime.date(2021, 6, 1), by=secretariat)
    for place, coalition in enumerate(coalitions):
        make_list_month(coalition, datetime.date(2021 - place // 12, 1 + place % 12, 1))
        make_list_month(coalitions[0], datetime.date(2019 - place // 12, 1 + place % 12, 1))
        SlotRequest.objects.create(
            coalition=coalition, cycle=cycle, title="A session", sent_at=timezone.now(), updated_at=timezone.now()
        )
        make_record(coalition, held_on=datetime.date(2021, 1 + place % 12, 3))
        make_record(coalitions[0], title=f"Call {place}", held_on=datetime.date(2021, 1 + place % 12, 4))
        Assessment.objects.create(
            criteria_set=superseded, coalition=coalition, state=AssessmentState.LEFT_OUT, left_out_because="Closed."
        )
    activity_services.open_slot_requests(agreed, until=in_days(9), by=secretariat)
    _publish_assessments(CriteriaSet.objects.with_criteria().get(pk=agreed.pk), rows, secretariat)
    reports = [
        AnnualReport.objects.create(
            coalition=coalitions[0],
            year=2021 - place,
            title=f"Report of the world {place}",
            parts=[{"key": "summary", "title": "Summary", "text": "Words."}] * rows,
            dissenting_views="Some saw it otherwise.",
            state=ReportState.FILED,
            filed_at=timezone.now(),
        )
        for place in range(rows)
    ]
    return agreed, reports[0]


def _publish_assessments(criteria_set, rows, by):
    """Share, decide and publish the assessments of all coalitions; the first has `rows` offers and steps."""
    made = activity_services.make_assessments(criteria_set, by=by)
    activity_services.share_assessments(made, reply_by=in_days(9), by=by)
    of_set = Assessment.objects.of_set(criteria_set)
    of_set.update(reply_by=in_days(-1), reply="We see it so.")
    for assessment in of_set:
        for criterion in list(criteria_set.criteria.all())[:rows]:
            EvidenceOffer.objects.create(
                assessment=assessment,
                criterion=f"c{criterion.pk}",
                text="Our report",
                offered_at=timezone.now(),
                state=OfferState.NOT_ACCEPTED,
                answer="It is another.",
            )
    decisions = [(row, Decision.WITH_CONDITIONS, "As agreed.") for row in of_set.for_listing()]
    activity_services.decide_assessments(decisions, appeal_by=in_days(9), by=by)
    of_set.update(appeal_by=in_days(-1), appeal="It is not so.", appeal_answer="It is.")
    activity_services.publish_assessments(criteria_set, by=by)


def _fill_coalition(coalition, coalitions, link, rows):
    coalition.mission = f"<p>See {link}.</p>"
    coalition.save()
    groups = list(StakeholderGroup)
    outputs = []
    for place in range(rows):
        Goal.objects.create(coalition=coalition, text=f"Goal {place}", cycle=make_cycle(2021 - place % 15))
        FormerName.objects.create(coalition=coalition, name=f"Name {place}", acronym=f"N{place}")
        make_contact(coalition, is_public=True, role=list(ContactRole)[place % 4], user=None)
        make_openness_check(coalition, subject=list(OpennessSubject)[place % 3])
        StatusChange.objects.create(
            coalition=coalition, to_status="active", changed_on=datetime.date(2021, 1, 1), reason="As agreed."
        )
        document = make_document(f"Paper {place}")
        outputs.append(
            make_output(
                coalition,
                coalitions[place],
                title=f"Paper of the world {place}",
                document=document,
                accessible_document=document,
                summary=f"<p>See {link}.</p>",
                dissenting_views=f"<p>But see {link}.</p>",
            )
        )
        if place < len(groups):
            RepresentedGroup.objects.create(coalition=coalition, group=groups[place])
    return outputs


def make_document(title):
    """A small text file in the library."""
    file = ContentFile(b"Words.", name="words.txt")
    return get_document_model().objects.create(title=title, file=file, file_size=6)


def _make_meetings(series, calls, cycle, link, rows):
    """Meetings in every state, `rows` of each, in both series. Returns the latest one with a public report."""
    now = timezone.now().replace(microsecond=0)
    reported = None
    for place in range(rows):
        for parent in (series, calls):
            fields = {"cycle": cycle, "intro": f"<p>See {link}.</p>", "join_url": "https://example.org/join"}
            if parent == series or place % 2 == 0:  # a feed's newest 30 entries shall hold reports too
                make_meeting(parent, starts_at=now + (place + 1) * DAY, **fields)
            make_meeting(parent, starts_at=now - (place + 3) * DAY, state=MeetingState.CANCELLED, **fields)
            make_meeting(parent, starts_at=now - (place + 3) * DAY, state=MeetingState.REPORT_DRAFT, **fields)
            latest = make_meeting(
                parent,
                starts_at=now - (rows - place) * DAY,
                state=MeetingState.CORRECTIONS_OPEN,
                corrections_until=now + 9 * DAY,
                report=[("paragraph", "<p>Words.</p>")],
                **fields,
            )
            reported = latest if parent == series else reported
    return reported


def _fill_meeting(meeting, coalitions, link, rows):
    """Give a meeting a full report: paragraphs, conclusions with everything, people, documents."""
    meeting.report = [("heading", "Opening"), ("unnumbered", f"<p>See {link}.</p>")]
    meeting.report = [*meeting.report.raw_data, *({"type": "paragraph", "value": f"<p>See {link}.</p>"},) * rows]
    meeting.save()
    now = timezone.now()
    later = make_action_item(meeting, text="<p>The one that takes their place.</p>")
    for place in range(rows):
        coalition = coalitions[place]
        item = make_action_item(
            meeting, coalitions=[coalition], text=f"<p>Write {link}.</p>", due_at=now + (place + 1) * DAY, order=place
        )
        ActionSubItem.objects.create(item=item, text=f"<p>And {link}.</p>")
        ActionItemPart.objects.create(item=item, coalition=coalition, done_at=now)
        ActionItemPart.objects.create(item=item, coalition=coalitions[0]) if place else None
        DeadlineChange.objects.create(
            item=item, from_at=now, to_at=now + place * DAY, reason="More time.", changed_at=now
        )
        replaced = make_action_item(meeting, text=f"<p>Replaced {place}.</p>", state=ActionState.SUPERSEDED)
        replaced.superseded_by = later
        replaced.save()
        Participant.objects.create(
            meeting=meeting,
            given_name=f"Ada {place}",
            capacity=list(Capacity)[place % 3],
            affiliation="As printed",
            coalition=coalition,
        )
        MeetingDocument.objects.create(
            meeting=meeting, kind=DocumentKind.AGENDA, document=make_document(f"Agenda {place}")
        )
    return ActionItem.objects.of_meeting(meeting).in_order()[0]


def _make_phase(coalitions, area, link, rows):
    """A phase with a call, whose proposals are events: `rows` of them, the first with a row of everything."""
    phase = make_phase(area.cycle, intro=f"<p>See {link}.</p>")
    call = make_call(phase, guidance=f"<p>See {link}.</p>", asks_for_inputs=True)
    secretariat = make_secretariat_user()
    for place in range(rows):
        proposal = Proposal.objects.create(
            call=call,
            title=f"Proposal of the world {place}",
            abstract="What it is about.",
            description="<p>How it goes.</p>",
            state=ProposalState.SCHEDULED,
        )
        # Not every event has every coalition: all lists shall be as long as the world has rows, and no longer.
        organisers = coalitions if place == 0 else coalitions[:1]
        for order, coalition in enumerate(organisers):
            make_organiser(proposal, coalition, role=OrganiserRole.CO_ORGANISER if order else OrganiserRole.LEAD)
        proposal.focus_areas.add(area)
        starts_at = in_days(20 + place)
        proposal.event = create_event(
            phase,
            title=proposal.title,
            starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(hours=1),
            organisers=[(row.coalition, row.role) for row in proposal.organisers.all()],
            focus_areas=[area],
            speakers=[(f"Ada {number}", "An organisation") for number in range(rows if place == 0 else 1)],
            by=secretariat,
        )
        proposal.event.get_latest_revision().publish()
        proposal.save()
        PreferredTime.objects.create(proposal=proposal, starts_at=starts_at)
        written = make_input(call, coalition=coalitions[place], focus_area=area, state=InputState.PUBLISHED)
        written.text = f"<p>See {link}.</p>"
        written.save()
    first = Proposal.objects.select_related("event").order_by("pk")[0]
    for _place in range(rows):
        EventChange.objects.create(
            event=first.event,
            kind=EventChangeKind.RESCHEDULED,
            from_starts_at=in_days(1),
            from_ends_at=in_days(2),
            to_starts_at=in_days(3),
            to_ends_at=in_days(4),
            reason="More time.",
            changed_at=timezone.now(),
        )
    return call, first


def _make_members(coalitions, link, rows):
    """`rows` members of the first coalition, all named in public, and a statement that `rows` coalitions adopted."""
    statement = MembershipStatement.objects.create(version=1, title="What a member does", text=f"<p>See {link}.</p>")
    for place in range(rows):
        member = Membership.objects.create(
            coalition=coalitions[0],
            name=f"Member {place}",
            email=f"member-{place}@example.org",
            visibility="public",
            confirmed_at=timezone.now(),
            joined_on=timezone.now().date(),
        )
        StatementAdoption.objects.create(
            statement=statement, coalition=coalitions[place], answer="adopted", answered_on=timezone.now().date()
        )
    return member, statement


def _make_papers(coalitions, meeting, link, rows):
    """`rows` papers; the first has `rows` of everything, in two versions of its draft."""
    papers = [make_paper(f"Paper of the world {place}", cycle=make_cycle(2021 - place % 15)) for place in range(rows)]
    paper, secretariat = papers[0], make_secretariat_user()
    paper.intro = f"<p>See {link}.</p>"
    paper.save()
    for place in range(rows):
        make_stage(paper, starts_at=in_days(-1), ends_at=in_days(place + 1), outcome=f"<p>See {link}.</p>")
        make_interview(paper, coalitions[place], points=f"<p>See {link}.</p>")
        if place:
            make_draft(papers[place])
    body = make_body("Heading:Focus", *(f"See {link}, {place}." for place in range(rows)), "Dissent:No.")
    first = make_draft(paper, body=body, title="First draft of the world")
    changed = [
        {**block, "value": "<p>Now in other words.</p>"} if block["type"] == "paragraph" else block for block in body
    ]
    draft = make_draft(paper, body=changed, title="Second draft of the world", number=2, previous=first)
    source = f"{meeting.url}#{next(part.anchor for part in number_report(meeting.report) if part.number)}"
    for place in range(rows):
        make_comment(first, place, coalition=coalitions[place])
        comment = make_comment(draft, place, coalition=coalitions[0])
        make_comment(draft, place, answers=comment)
        make_comment(draft, place, state="pending")
        part = numbered(draft)[place]
        for address in (source, f"{first.url}#{part.anchor}", f"{draft.url}#{comment.own_anchor}"):
            link_source(draft, part.anchor, address, by=secretariat)
    link_source(draft, part.anchor, f"{paper.url}#discussion-{paper.interviews.first().pk}", by=secretariat)
    return paper, draft, comment


def _make_surveys(paper, coalitions, link, rows):
    """Two surveys with `rows` questions of every kind and as many answers: of coalitions; of people, published."""
    options = {"choices": "A\nB", "columns": "C\nD"}
    kinds = [kind for kind in QuestionKind if kind not in (QuestionKind.BANDS, QuestionKind.SECTION)]
    questions = [
        {"clean_name": f"{kind.value}_{place}", "field_type": kind, **options}
        for place in range(rows)
        for kind in kinds
    ]
    answers = {
        name: value
        for place in range(rows)
        for name, value in (
            (f"one_{place}", {"chosen": ["A"], "other": ""}),
            (f"matrix_{place}", {"A": "C"}),
            (f"scale_{place}", 1 + place % 10),
            (f"text_{place}", "Words."),
        )
    }
    about = {"intro": f"<p>See {link}.</p>", "guidance": f"<p>See {link}.</p>"}
    survey = make_survey(paper, questions, title="Survey of the world", population_frozen_at=in_days(-1), **about)
    closed = make_survey(
        paper,
        questions,
        title="Closed survey of the world",
        audience=Audience.COMMUNITY,
        opened_ago=9,
        closes_in=-1,
        results_published_at=in_days(0),
        **about,
    )
    for place in range(rows):
        make_response(survey, coalitions[place], state="submitted" if place % 2 else "draft", answers=answers)
        make_response(closed, answers=answers, group=list(StakeholderGroup)[place % 6])
        for one in (survey, closed):
            SurveyExtension.objects.create(
                survey=one, from_at=in_days(-9), to_at=one.closes_at, reason="Asked for.", moved_at=in_days(-8)
            )
    return survey, closed


def public_addresses(world):
    """What a visitor may ask for, by name: every kind of page, every list and item for programs, feed and calendar."""
    coalition, meeting, area = world.coalition, world.reported, world.coalition.focus_areas.all()[0]
    page = [coalition.pk, coalition.slug]
    return {
        "coalition page": coalition.url,
        "directory, cards": world.directory.url,
        "directory, table": f"{world.directory.url}?view=table",
        "directory, filtered": f"{world.directory.url}?focus_area={area.pk}&{FILTERS}",
        "front page": world.home.url,
        "meeting with its report": meeting.url,
        "planned meeting": world.planned.url,
        "series of meetings": world.series.url,
        "plain page": world.page.url,
        "preparatory phase": world.phase.url,
        "focus area of a phase": world.phase.focus_area_url(area),
        "table of a phase": world.phase.coverage_url(),
        "preparatory event": world.event.url,
        "call": world.call.url,
        "proposal": reverse("proposals:proposal", args=[world.proposal.code]),
        "paper": world.paper.url,
        "draft of a paper": world.draft.url,
        "comments and answers": reverse("papers:responses", args=[world.draft.pk]),
        "comments, CSV": reverse("papers:responses-csv", args=[world.draft.pk]),
        "draft, plain text": reverse("papers:draft-text", args=[world.draft.pk]),
        "survey": world.survey.url,
        "survey, closed": world.closed_survey.url,
        "questions of a survey": reverse("papers:survey-sheet", args=[world.survey.pk]),
        "results of a survey": reverse("papers:survey-results", args=[world.closed_survey.pk]),
        "results by group": f"{reverse('papers:survey-results', args=[world.closed_survey.pk])}?by=group",
        "results, CSV": reverse("papers:survey-results-file", args=[world.closed_survey.pk]),
        "API, results of a survey": f"/api/v1/surveys/{world.closed_survey.pk}/results/",
        "calendar of a paper": reverse("papers:deadlines", args=[world.paper.pk]),
        "API, draft": f"/api/v1/drafts/{world.draft.pk}/",
        "names of members": reverse("coalitions:member-names", args=page),
        "form to join": reverse("coalitions:member-join", args=page),
        "statement of membership": reverse("coalitions:membership-statement"),
        "form for a comment": reverse("papers:comment-write", args=[world.draft.pk, numbered(world.draft)[0].anchor]),
        "search": "/search/?q=world",
        "search, narrowed": f"/search/?q=world&type=output&coalition={coalition.pk}&year=2021",
        "search, nothing found": "/search/?q=wrold",
        "search, nothing asked": "/search/",
        "API, coalition": f"/api/v1/coalitions/{coalition.slug}/",
        "API, meeting": f"/api/v1/meetings/{meeting.uid}/",
        "API, event": f"/api/v1/events/{world.event.uid}/",
        "API, proposal": f"/api/v1/proposals/{world.proposal.code}/",
        **{f"API, {name}": f"/api/v1/{name.replace(' ', '-')}/?limit=100" for name in LISTS},
        "feed of reports": reverse("events:feed-reports"),
        "feed of a coalition": reverse("events:feed-coalition", args=page),
        "feed of a phase": reverse("events:feed-phase", args=[world.phase.pk, world.phase.slug]),
        "feed of a focus area": reverse("events:feed-focus-area", args=[area.pk]),
        "calendar of everything": reverse("events:calendar-everything"),
        "calendar of deadlines": reverse("events:calendar-deadlines"),
        "calendar of a coalition": reverse("events:calendar-coalition", args=page),
        "calendar of a series": reverse("events:calendar-series", args=[world.series.pk, world.series.slug]),
        "calendar of a meeting": reverse("events:calendar-meeting", args=[meeting.uid]),
        "calendar of a phase": reverse("events:calendar-phase", args=[world.phase.pk, world.phase.slug]),
        "calendar of a focus area": reverse("events:calendar-focus-area", args=[area.pk]),
        "calendar of an event": reverse("events:calendar-event", args=[world.event.uid]),
        "activity of a coalition": reverse("activity:coalition-activity", args=page),
        "activity of a coalition, CSV": reverse("activity:coalition-table", args=page),
        "indicators": reverse("activity:indicators"),
        "activity grid": reverse("activity:grid"),
        "activity grid, CSV": reverse("activity:grid-table"),
        "assessments of a cycle": reverse("activity:assessments", args=[2021]),
        "annual report": reverse("activity:annual-report", args=[world.report.pk]),
        "page with numbers": world.numbers.url,
        "sitemap": "/sitemap.xml",
        "404": NOT_THERE,
        "robots.txt": "/robots.txt",
    }
