"""Verbs of annual reports: drafted from the portal's records, written by the coalition, filed as an output."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, linebreaks
from wagtail.log_actions import log

from coalitions.activity.indicators import Period
from coalitions.activity.models import AnnualReport
from coalitions.activity.permissions import can_speak_for, coordinator
from coalitions.activity.sections import report_parts
from coalitions.activity.services.versions import Stale
from coalitions.activity.workflow import ANNUAL_REPORT
from coalitions.enums import OutputKind
from coalitions.models import CoalitionPage, Output
from coalitions.sanitize import clean_html
from coalitions.workflow import NotAllowed

FIRST_YEAR = 2006  # of the first IGF
SUMMARY = 600  # characters of the first part that stand in the list of outputs


def _locked(report):
    rows = AnnualReport.objects.select_for_update(of=("self",)).select_related("coalition")
    return rows.get(pk=report.pk)


def drafted_parts(coalition, year, *, is_light=False):
    """The parts of a report as the portal's records have them: [{"key", "title", "text"}]."""
    period = Period.of_year(year)
    return [
        {
            "key": part.key,
            "title": part.title,
            "text": "\n".join(f"- {line}" for line in part.lines(coalition, period)),
        }
        for part in report_parts.for_report(is_light=is_light)
    ]


@transaction.atomic
def start_annual_report(coalition, *, year, is_light, by):
    """Begin the report of a coalition on a year, as a draft from the portal's records. Raises NotAllowed."""
    if not can_speak_for(by, coalition):
        raise NotAllowed("Only a coordinator of the coalition writes its report.")
    if not FIRST_YEAR <= year <= timezone.now().year:
        raise NotAllowed("Give a year that has begun, from 2006 on.")
    CoalitionPage.objects.select_for_update(of=("self",)).get(pk=coalition.pk)
    there = AnnualReport.objects.of_coalition(coalition).in_year(year).first()
    if there is not None:
        return there
    report = AnnualReport.objects.create(
        coalition=coalition,
        year=year,
        is_light=is_light,
        title=f"{'First report' if is_light else 'Annual report'} of {coalition.title}, {year}"[:200],
        parts=drafted_parts(coalition, year, is_light=is_light),
        updated_by=by,
    )
    log(report, "wagtail.create", user=by)
    return report


@transaction.atomic
def save_annual_report(report, *, version, title, texts, dissenting_views, by):
    """Save what was written if nobody saved since version `version`; `texts` maps the parts' keys to their texts.

    Returns the report. Raises Stale and NotAllowed.
    """
    report = _locked(report)
    if not coordinator(by, report):
        raise NotAllowed("Only a coordinator of the coalition writes its report.")
    if report.is_filed:
        raise NotAllowed("The report is filed and stays as it is.")
    if report.version != version:
        raise Stale(report)
    report.title, report.dissenting_views = title, dissenting_views
    report.parts = [{**part, "text": texts.get(part["key"], part["text"])} for part in report.parts]
    report.version += 1
    report.updated_at, report.updated_by = timezone.now(), by
    report.save(update_fields=["title", "parts", "dissenting_views", "version", "updated_at", "updated_by"])
    return report


@transaction.atomic
def widen_annual_report(report, *, version, by):
    """Add to a light draft the parts of the full report; what was written stays. Raises Stale and NotAllowed."""
    report = _locked(report)
    ANNUAL_REPORT.check("file", by, report)
    if report.version != version:
        raise Stale(report)
    written = {part["key"]: part for part in report.parts}
    report.parts = [written.get(part["key"], part) for part in drafted_parts(report.coalition, report.year)]
    report.is_light = False
    report.version += 1
    report.updated_at, report.updated_by = timezone.now(), by
    report.save(update_fields=["parts", "is_light", "version", "updated_at", "updated_by"])
    return report


@transaction.atomic
def file_annual_report(report, *, version, by):
    """Publish a report as an output of its coalition, of today. Returns the report. Raises Stale and NotAllowed."""
    report = _locked(report)
    ANNUAL_REPORT.check("file", by, report)
    if report.version != version:
        raise Stale(report)
    written = [part["text"] for part in report.parts if part["text"].strip()]
    if not written:
        raise NotAllowed("Write something before it is filed.")
    root = report.coalition.get_url_parts()
    if root is None:
        raise NotAllowed("The coalition’s page is not part of the public site yet.")
    output = Output(
        title=report.title,
        kind=OutputKind.ANNUAL_REPORT,
        published_on=timezone.now().date(),
        url=root[1] + reverse("activity:annual-report", args=[report.pk]),
        summary=clean_html(linebreaks(escape(written[0][:SUMMARY]))),
        dissenting_views=clean_html(linebreaks(escape(report.dissenting_views))) if report.dissenting_views else "",
    )
    output.save()
    output.coalitions.add(report.coalition)
    report.output, report.filed_at = output, timezone.now()
    report.state = ANNUAL_REPORT.step("file").to_state
    report.version += 1
    report.save(update_fields=["output", "filed_at", "state", "version"])
    log(report, "activity.file_report", user=by, data={"output": output.pk})
    return report
