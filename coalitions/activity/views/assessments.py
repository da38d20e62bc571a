"""What everybody may read of a cycle's criteria and assessments. Nobody is ranked: the order is the directory's."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from coalitions.activity.criteria import judged_again, rules_of
from coalitions.activity.models import Assessment, CriteriaSet, in_directory_order

PER_PAGE = 50


@require_safe
def newest(request):
    """Leads to the newest cycle that has criteria."""
    criteria_set = CriteriaSet.objects.newest_first().with_criteria().first()
    if criteria_set is None:
        return render(request, "activity/assessments/none.html")
    return redirect("activity:assessments", criteria_set.cycle.year)


@require_safe
def of_cycle(request, year):
    """The criteria of a cycle, how settled they are, and its assessments once they are published."""
    sets = list(CriteriaSet.objects.of_year(year).best_first().with_criteria())
    if not sets:
        raise Http404
    counts = sets[0]
    rules, groups = rules_of(counts)
    published, left_out = _published(counts.cycle)
    page = Paginator(published, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "criteria_set": counts,
        "others": sets[1:],
        "rules": rules,
        "groups": groups,
        "page_obj": page,
        "rows": [{"assessment": row, "judgement": judged_again(row.evidence, row.accepted_keys())} for row in page],
        "left_out": left_out,
        "years": CriteriaSet.objects.years(),
    }
    return render(request, "activity/assessments/cycle.html", context)


def _published(cycle):
    """(what is published of a cycle, who was left out), each coalition once: under the newest set that says it.

    Who is left out is published with the others of the same set, never before.
    """
    of_cycle = Assessment.objects.of_cycle(cycle).for_listing().newest_first()
    newest = {}
    for row in of_cycle.published():
        newest.setdefault(row.coalition_id, row)
    sets = {row.criteria_set_id for row in newest.values()}
    left_out = {}
    for row in of_cycle.left_out():
        if row.criteria_set_id in sets and row.coalition_id not in newest:
            left_out.setdefault(row.coalition_id, row)
    return in_directory_order(newest.values()), in_directory_order(left_out.values())
