"""What everybody may read: the catalogue of indicators, the grid, and the activity of one coalition."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from coalitions.activity.criteria import judged_again
from coalitions.activity.enums import About
from coalitions.activity.exports import coalition_csv, grid_csv
from coalitions.activity.forms import GridForm, PeriodForm
from coalitions.activity.indicators import indicators
from coalitions.activity.indicators.tables import PER_GRID, grid_of, rows_of
from coalitions.activity.models import ActivityRecord, Assessment
from coalitions.enums import DirectorySort
from coalitions.models import CoalitionPage, visible

SHOWN_RECORDS = 100


@require_safe
def catalogue(request):
    """Every indicator: the question, how it is counted, what it cannot tell, who can correct it."""
    questions = [(about, indicators.about(about)) for about in About]
    return render(request, "activity/indicators.html", {"questions": questions})


@require_safe
def grid(request):
    """One indicator for all coalitions, by name, over months."""
    form, coalitions = GridForm(request.GET), _coalitions()
    page = Paginator(coalitions, PER_GRID).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "grid": grid_of(page.object_list, form.chosen_indicator, form.chosen_period),
    }
    return render(request, "activity/grid.html", context)


@require_safe
def grid_table(request):
    """The grid of all coalitions, as CSV."""
    form = GridForm(request.GET)
    found = grid_of(_coalitions(), form.chosen_indicator, form.chosen_period)
    return _csv(grid_csv(found), f"activity-{found.indicator.key}.csv")


@require_safe
def coalition_activity(request, pk, slug):
    """A coalition's activity and its members', side by side, with what it logged."""
    coalition = _coalition(pk)
    if coalition.slug != slug:
        return _moved(request, "activity:coalition-activity", coalition)
    form = PeriodForm(request.GET, coalition_ids=[coalition.pk])
    period = form.chosen_period
    rows = rows_of(coalition, period)
    records = ActivityRecord.objects.of_coalition(coalition).between(period.first, period.last_day)
    context = {
        "coalition": coalition,
        "form": form,
        "period": period,
        "questions": [(about, [row for row in rows if row.indicator.about == about]) for about in About],
        "monthly": [row for row in rows if row.indicator.by_month],
        "records": records.newest_first().for_listing()[:SHOWN_RECORDS],
        "assessed": [
            {"assessment": row, "judgement": judged_again(row.evidence, row.accepted_keys())}
            for row in Assessment.objects.published().of_coalition(coalition).newest_first().for_listing()
        ],
    }
    return render(request, "activity/coalition_activity.html", context)


@require_safe
def coalition_table(request, pk, slug):
    """A coalition's numbers, as CSV."""
    coalition = _coalition(pk)
    if coalition.slug != slug:
        return _moved(request, "activity:coalition-table", coalition)
    period = PeriodForm(request.GET, coalition_ids=[coalition.pk]).chosen_period
    return _csv(coalition_csv(rows_of(coalition, period)), f"activity-{coalition.slug}.csv")


def _moved(request, name, coalition):
    """To the address with the page's slug of today, with whatever was asked."""
    query = request.META.get("QUERY_STRING", "")
    address = reverse(name, args=[coalition.pk, coalition.slug])
    return redirect(f"{address}?{query}" if query else address)


def _coalitions():
    return visible(CoalitionPage.objects.sorted_by(DirectorySort.ACRONYM).defer_streamfields())


def _coalition(pk):
    return get_object_or_404(visible(CoalitionPage.objects.defer_streamfields()), pk=pk)


def _csv(data, name):
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)
