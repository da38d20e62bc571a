"""A survey in a browser: answered together, submitted, its results published and read. Three ways of using one."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from coalitions.models import CoalitionPage
from coalitions.papers.models import SurveyPage, SurveyResponse
from coalitions.papers.services import start_response
from home.sample_site.people import user
from tests.factories import make_contact
from tests.journeys.people import HANDS, Person
from tests.journeys.test_accessibility import OVERFLOWS, findings
from tests.shots import SIGHTS


class Answerer(Person):
    """Somebody who answers a survey."""

    def choose(self, label, *, of):
        """Choose one of the options of a question."""
        option = self.page.locator(f"#question-{of}").get_by_label(label, exact=True)
        if self.hands == "keyboard":
            option.focus()
            self.page.keyboard.press("Space")
        else:
            option.check()


@pytest.mark.parametrize("hands", HANDS)
def test_from_the_first_answer_to_the_results(sample_site, visit, hands):
    coalition, survey = CoalitionPage.objects.get(slug="dc3"), SurveyPage.objects.get(slug="after-the-paper")
    make_contact(coalition, user=user("coordinator2"))
    options = {"java_script_enabled": False} if hands == "no script" else {}
    cora, cody = (Answerer(visit(**options), hands) for _name in range(2))
    sam = Answerer(visit(), "keyboard" if hands == "keyboard" else "mouse")
    address = reverse("papers:survey-response", args=[survey.pk, coalition.pk])

    # Cora begins; what the coalition's page tells is there already.
    cora.sign_in("coordinator", "/my-coalition/")
    cora.use(cora.page.get_by_role("link", name="Begin the answer").first)
    cora.press("button", "Begin the answer")
    assert cora.page.input_value("[name=q-coalition_name]") == "Dynamic Coalition on Community Connectivity"

    # Both have the form open. Each writes something else, and nothing is overwritten.
    cody.sign_in("coordinator2", address)
    cora.page.fill("[name=q-next]", "Sample data: schools")
    cora.press("button", "Save the draft")
    assert cora.says("Saved. The other coordinators of your coalition see it too.")
    cody.choose("Yes", of="used")
    cody.page.fill("[name=q-how]", "Sample data: in a workshop")
    cody.press("button", "Save, look it over and submit")
    assert (cody.says("Sample data: schools"), cody.says("Sample data: in a workshop")) == (True, True)
    cody.press("button", "Submit the answer")
    assert cody.says("Submitted. Thank you.")
    cora.page.goto("/my-coalition/")
    assert cora.says("Submitted")

    # The survey closes; the Secretariat publishes the results, and everybody reads them.
    closed_at = timezone.now() - datetime.timedelta(minutes=1)
    SurveyPage.objects.filter(pk=survey.pk).update(closes_at=closed_at)
    sam.sign_in("secretariat", reverse("papers_admin:survey-desk", args=[survey.pk]))
    assert sam.says("1 of 22 (5 %)")
    sam.press("link", "Publish the results")
    sam.press("button", "Publish the results")
    assert sam.says("The results are public.")
    visitor = Answerer(visit(**options), hands)
    visitor.page.goto(survey.url)
    visitor.press("link", "Read the results")
    rows = visitor.page.locator("#question-used tbody tr").all_inner_texts()
    assert [row.split() for row in rows] == [["Yes", "1", "100", "%"], ["Not", "yet", "0", "0", "%"]]


@pytest.mark.parametrize("hands", HANDS)
def test_a_visitor_answers_without_an_account(sample_site, visit, hands):
    survey = SurveyPage.objects.get(slug="survey-of-the-community")
    SurveyPage.objects.filter(pk=survey.pk).update(closes_at=timezone.now() + datetime.timedelta(days=3))
    before = SurveyResponse.objects.of_survey(survey).count()
    visitor = Answerer(visit(**({"java_script_enabled": False} if hands == "no script" else {})), hands)
    visitor.page.goto(survey.url)
    visitor.press("link", "Answer the survey")
    visitor.choose("No", of="member")
    visitor.choose("7", of="known")
    visitor.page.select_option("#id_group", "government")
    visitor.page.wait_for_timeout(2_100)  # nobody fills a form in within two seconds, and the form says so
    visitor.press("button", "Send the answer")
    assert (visitor.says("Thank you"), SurveyResponse.objects.of_survey(survey).count()) == (True, before + 1)


def test_axe_finds_nothing_and_nothing_overflows(sample_site, visit):
    surveys = {survey.slug: survey for survey in SurveyPage.objects.all()}
    of_2021, public, opened = (
        surveys[slug] for slug in ("survey-of-the-coalitions", "survey-of-the-community", "after-the-paper")
    )
    SurveyPage.objects.filter(pk=public.pk).update(closes_at=timezone.now() + datetime.timedelta(days=3))
    coalition = CoalitionPage.objects.get(slug="dc3")
    for_everybody = [
        of_2021.url,
        opened.url,
        *(reverse(f"papers:survey-{name}", args=[of_2021.pk]) for name in ("sheet", "results")),
        *(reverse(f"papers:survey-{name}", args=[public.pk]) for name in ("answer", "thanks")),
        *(f"{reverse('papers:survey-results', args=[public.pk])}?by={by}" for by in ("group", "region")),
    ]
    start_response(of_2021, coalition, by=user("secretariat"))
    start_response(opened, coalition, by=user("coordinator"))
    own = [
        "/my-coalition/",
        *(reverse("papers:survey-response", args=[survey.pk, coalition.pk]) for survey in (of_2021, opened)),
        reverse("papers:survey-submit", args=[opened.pk, coalition.pk]),
    ]
    found, wide = [], []
    for width, scheme in SIGHTS:
        page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for addresses in (for_everybody, own):
            if addresses is own:
                Answerer(page, "mouse").sign_in("coordinator", "/my-coalition/")
            for address in addresses:
                page.goto(address)
                found += findings(page)
                wide += [f"{address} at {width}"] if page.evaluate(OVERFLOWS) else []
    assert (found, wide) == ([], [])
