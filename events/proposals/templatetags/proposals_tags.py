"""What the templates of this room ask for. Queries stand on the querysets; these only call them."""

from django import template
from django.core.paginator import Paginator
from django.urls import reverse

from coalitions.templatetags.coalitions_tags import utc
from events.clashes import regions_at_night
from events.proposals.enums import Answer
from events.proposals.forms.steps import CallFilterForm
from events.proposals.models import CallPage, Proposal, WrittenInput

register = template.Library()

PER_PAGE = 30
# A night that is worth a word: in more than a third of the regions.
MANY_REGIONS = 4


@register.simple_tag
def call_of(call, query):
    """A call with its public proposals as they are asked for.

    `query` is the request's GET. Keys: cycle, kinds, extensions, form, proposals (a page of them).
    """
    form = CallFilterForm(query, call=call)
    found = form.narrowed(Proposal.objects.public().of_call(call)).for_public_listing().by_title()
    return {
        "cycle": call.cycle,
        "kinds": call.kinds_asked_for(),
        "extensions": call.extensions.all(),
        "form": form,
        "proposals": Paginator(found, PER_PAGE).get_page(query.get("page")),
    }


@register.simple_tag
def inputs_of_call(call):
    """The published texts under a call, the latest first."""
    return WrittenInput.objects.public().of_call(call).for_listing().latest_first()


@register.simple_tag
def confirmed_in(written_input):
    """The coalitions that stand behind a text."""
    return [row.coalition for row in written_input.coalitions.all() if row.answer == Answer.CONFIRMED]


@register.simple_tag
def public_proposals(call=None, coalition=None, focus_area=None, limit=10):
    """Proposals that everybody may read: of a call, a coalition or a focus area, the latest decision first."""
    found = Proposal.objects.public()
    if call:
        found = found.of_call(call)
    if coalition:
        found = found.organised_by(coalition)
    if focus_area:
        found = found.in_focus_area(focus_area)
    return found.for_public_listing().latest_decision_first()[:limit]


@register.simple_tag
def open_calls(limit=5):
    """Calls that are open now, the nearest deadline first."""
    return CallPage.objects.visible().open()[:limit]


@register.simple_tag
def difference_of(editor, name):
    """What somebody else has saved of this part meanwhile, or None."""
    return editor.differences.get(name)


@register.simple_tag
def nights_of(proposal):
    """The preferred times that lie at night in many regions, as (time in words, names of the regions)."""
    found = []
    for time in proposal.preferred_times.all():
        regions = regions_at_night(time.starts_at, time.starts_at + proposal.length)
        if len(regions) >= MANY_REGIONS:
            found.append((utc(time.starts_at), regions))
    return found


@register.simple_tag
def asked_url(proposal, asked):
    """The address at which somebody does what they are asked to."""
    if asked.verb == "answer":
        return reverse("proposals:proposal-answer", args=[proposal.code, asked.organiser.pk])
    if asked.verb == "report":
        return reverse("events:event-report", args=[proposal.event.uid])
    return reverse(f"proposals:proposal-{asked.verb}", args=[proposal.code])
