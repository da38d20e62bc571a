"""Invented criteria, assessments, slot requests and reports of real coalitions. Each text says that it is sample data.

IGF 2021 has criteria that are only proposed, IGF 2022 agreed ones with published assessments, and under those of IGF
2023 there are assessments in every state. All goes through the services; only the clock is set back between steps.
"""

import datetime
import json
from pathlib import Path

from django.utils import timezone

from coalitions.activity import services
from coalitions.activity.enums import AssessmentState, Decision, Finding
from coalitions.activity.models import Assessment, CriteriaSet, Criterion, CriterionGroup
from coalitions.models import CoalitionPage, Cycle
from coalitions.notifications import forget
from home.sample_site.people import user

FILE = Path(__file__).parent.parent / "sample" / "assessments.json"
DAY = datetime.timedelta(days=1)
# Who is not assessed after all.
LEFT_OUT = "dc-pub"
# The coalitions whose coordinators sign in to the demonstration.
REPLIES, APPEALS = ("dc3", "coordinator"), ("dcad", "coordinator2")


def load_assessments():
    data = json.loads(FILE.read_text())
    cycles = {2021: Cycle.objects.get(year=2021)}
    for year, name in data["cycles"].items():
        cycles[int(year)] = Cycle.objects.get_or_create(year=int(year), defaults={"name": name})[0]
    if CriteriaSet.objects.exists():
        return
    sets = {int(year): _write_set(cycles[int(year)], row) for year, row in data["sets"].items()}
    _publish_a_cycle(_agree(sets[2022], datetime.date(2022, 3, 22)), data)
    _leave_under_way(_agree(sets[2023], datetime.date(2022, 6, 14)), data)
    _write_reports(data)
    for assessment in Assessment.objects.all():
        forget(f"assessment:{assessment.pk}")


def _write_set(cycle, row):
    fields = {name: value for name, value in row.items() if name not in ("groups", "criteria")}
    criteria_set = CriteriaSet.objects.create(cycle=cycle, by=user("secretariat"), **fields)
    for place, (name, needed) in enumerate(row.get("groups", ())):
        CriterionGroup.objects.create(criteria_set=criteria_set, name=name, needed=needed, sort_order=place)
    for place, criterion in enumerate(row["criteria"]):
        Criterion.objects.create(criteria_set=criteria_set, sort_order=place, **criterion)
    return CriteriaSet.objects.with_criteria().get(pk=criteria_set.pk)


def _agree(criteria_set, on):
    where = "Sample data: a meeting of the coordination group"
    services.agree_criteria(criteria_set, on=on, agreement=where, by=user("secretariat"))
    return CriteriaSet.objects.with_criteria().get(pk=criteria_set.pk)


def _of(criteria_set, slug):
    return Assessment.objects.of_set(criteria_set).get(coalition__slug=slug)


def _reply(criteria_set, whose, text, offers=None):
    slug, name = whose
    found = _of(criteria_set, slug)
    services.reply_to_assessment(found, version=found.version, reply=text, offers=offers or {}, by=user(name))


def _decide(rows, data):
    decisions = []
    for row in rows:
        lacks = row.finding == Finding.DOES_NOT_MEET
        decision = Decision.WITH_CONDITIONS if lacks else Decision.ELIGIBLE
        decisions.append((row, decision, data["conditions"] if lacks else data["eligible"]))
    services.decide_assessments(decisions, appeal_by=timezone.now() + 14 * DAY, by=user("secretariat"))


def _publish_a_cycle(criteria_set, data):
    """A whole cycle: shared, replied to, decided, appealed against once, published; and a slot that was granted."""
    by = user("secretariat")
    _ask_for_a_slot(criteria_set, REPLIES, data["slot"], is_granted=True)
    drafts = services.make_assessments(criteria_set, by=by)
    services.share_assessments(drafts, reply_by=timezone.now() + DAY, by=by)
    _reply(criteria_set, REPLIES, data["reply"])
    services.leave_out(_of(criteria_set, LEFT_OUT), reason=data["left_out"], by=by)
    rows = Assessment.objects.of_set(criteria_set).to_publish()
    rows.update(reply_by=timezone.now() - DAY)
    _decide(rows.for_listing(), data)
    appealed = _of(criteria_set, APPEALS[0])
    services.appeal_assessment(appealed, text=data["appeal"], by=user(APPEALS[1]))
    services.settle_appeal(appealed, decision=Decision.ELIGIBLE, reason=data["eligible"], by=by)
    rows.update(appeal_by=timezone.now() - DAY)
    services.publish_assessments(criteria_set, by=by)


def _leave_under_way(criteria_set, data):
    """One assessment in each state that is not public; the coordinators of the demonstration have something to do."""
    by = user("secretariat")
    _ask_for_a_slot(criteria_set, APPEALS, data["slot_2023"])
    drafts = services.make_assessments(criteria_set, by=by)
    slugs = (REPLIES[0], APPEALS[0], "irpc", "dc-iot", "ycig")
    services.share_assessments(
        [row for row in drafts if row.coalition.slug in slugs], reply_by=timezone.now() + 30 * DAY, by=by
    )
    key = f"c{criteria_set.criteria.all()[0].pk}"
    _reply(criteria_set, APPEALS, data["reply"], {key: (data["offer"], "https://example.org/report")})
    of_set = Assessment.objects.of_set(criteria_set)
    had_time = of_set.filter(coalition__slug__in=slugs[2:])
    had_time.update(reply_by=timezone.now() - DAY)
    _decide(had_time.filter(coalition__slug__in=slugs[3:]).for_listing(), data)
    # Nobody who signs in to the demonstration coordinates this one: its appeal is there only to be answered.
    appealed = of_set.filter(coalition__slug=slugs[4])
    appealed.update(state=AssessmentState.APPEALED, appeal=data["appeal"], appealed_at=timezone.now())


def _ask_for_a_slot(criteria_set, whose, written, *, is_granted=False):
    slug, name = whose
    by = user("secretariat")
    services.open_slot_requests(criteria_set, until=timezone.now() + 60 * DAY, by=by)
    coalition = CoalitionPage.objects.get(slug=slug)
    request = services.send_slot_request(coalition, criteria_set.cycle, version=0, written=written, by=user(name))
    if is_granted:
        services.grant_slot(request, by=by, reason="Sample data: granted.")
        CriteriaSet.objects.filter(pk=criteria_set.pk).update(slots_until=timezone.now() - DAY)
    forget(f"slot-request:{request.pk}")
    forget(f"slots:{criteria_set.pk}")


def _write_reports(data):
    """The report of one coalition is filed, that of the other still a draft."""
    for slug, name, is_filed in (("dcad", "coordinator2", True), ("dc3", "coordinator", False)):
        by = user(name)
        coalition = CoalitionPage.objects.get(slug=slug)
        report = services.start_annual_report(coalition, year=2021, is_light=False, by=by)
        texts = {part["key"]: part["text"] for part in report.parts} | {"summary": data["summary"]}
        title = f"Sample data: {report.title}"[:200]
        report = services.save_annual_report(
            report, version=report.version, title=title, texts=texts, dissenting_views="", by=by
        )
        if is_filed:
            services.file_annual_report(report, version=report.version, by=by)
