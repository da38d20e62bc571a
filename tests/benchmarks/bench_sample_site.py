"""How long the sample site takes to load, and to be loaded again over what is there."""

import time

from coalitions.models import CoalitionPage
from events.models import MeetingPage
from home.sample_site import load_sample_site
from tests.factories import make_basics

# `make demo` has 90 seconds once the packages are there; the database takes its part of them.
MOST, MOST_AGAIN = 60, 10


def run(report):
    make_basics()
    report("loaded into an empty portal", *seconds_to_load(MOST))
    report("pages made", f"{CoalitionPage.objects.count()} coalitions, {MeetingPage.objects.count()} meetings")
    report("loaded again, which changes nothing", *seconds_to_load(MOST_AGAIN))


def seconds_to_load(most):
    started = time.perf_counter()
    load_sample_site(say=lambda part: None)
    seconds = time.perf_counter() - started
    return f"{seconds:.1f} s", f"< {most} s", seconds < most
