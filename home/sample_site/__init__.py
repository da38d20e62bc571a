"""The sample site: real names and dates of the year 2021, and invented activity that says so.

Everything goes through the portal's own importers and services, so the sample is also their daily use. Safe to repeat:
what is there is left as it is.
"""

from django.db import transaction

from home.sample_site.activity import load_activity
from home.sample_site.assessments import load_assessments
from home.sample_site.calls import load_calls
from home.sample_site.coalitions import load_coalitions, load_cycles
from home.sample_site.frame import load_frame
from home.sample_site.meetings import load_meetings, load_report
from home.sample_site.members import load_members, load_statement
from home.sample_site.papers import load_papers
from home.sample_site.people import load_users
from home.sample_site.phase import load_phase
from home.sample_site.proposals import load_proposals
from home.sample_site.surveys import load_surveys
from home.sample_site.traffic import load_traffic


def load_sample_site(say):
    """Fill an empty portal. `say(text)` is called as each part is done."""
    parts = (
        ("Roles and sign-ins", load_users),
        ("Front page and settings", load_frame),
        ("IGF 2021 and its focus areas", load_cycles),
        ("22 coalitions", load_coalitions),
        ("Meetings of the coordination group", load_meetings),
        ("The report of meeting 53", load_report),
        ("Calls of coalitions (sample data)", load_calls),
        ("Members of five coalitions (sample data)", load_members),
        ("A statement of membership (sample data)", load_statement),
        ("Goals, outputs and parts done (sample data)", load_activity),
        ("The preparatory phase of IGF 2021 (sample data)", load_phase),
        ("Proposals and written input (sample data)", load_proposals),
        ("The paper of 2021 (sample data)", load_papers),
        ("Surveys for the paper (sample data)", load_surveys),
        ("Mailing lists and records (sample data)", load_traffic),
        ("Criteria, assessments, slots and annual reports (sample data)", load_assessments),
    )
    for title, load in parts:
        with transaction.atomic():
            load()
        say(title)
