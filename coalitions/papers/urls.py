from django.urls import re_path

from coalitions.papers.views import survey_responses, surveys

app_name = "papers"

NUMBER = "[0-9]{1,9}"
TOKEN = "[A-Za-z0-9_.:=-]{1,500}"
SURVEY = f"(?P<survey_id>{NUMBER})"
OF_COALITION = f"surveys/{SURVEY}/coalitions/(?P<coalition_id>{NUMBER})"

survey_urls = [
    re_path(rf"^surveys/{SURVEY}/questions/$", surveys.sheet, name="survey-sheet"),
    re_path(rf"^surveys/{SURVEY}/questions\.txt$", surveys.sheet_text, name="survey-sheet-text"),
    re_path(rf"^surveys/{SURVEY}/answer/$", surveys.answer, name="survey-answer"),
    re_path(rf"^surveys/{SURVEY}/thanks/$", surveys.thanks, name="survey-thanks"),
    re_path(rf"^surveys/{SURVEY}/results/$", surveys.results, name="survey-results"),
    re_path(rf"^surveys/{SURVEY}/results\.csv$", surveys.results_file, name="survey-results-file"),
    re_path(rf"^surveys/confirm/(?P<token>{TOKEN})/$", surveys.confirm, name="survey-confirm"),
    re_path(rf"^{OF_COALITION}/$", survey_responses.write, name="survey-response"),
    re_path(rf"^{OF_COALITION}/submit/$", survey_responses.submit, name="survey-submit"),
    re_path(rf"^{OF_COALITION}/reopen/$", survey_responses.reopen, name="survey-reopen"),
]

urlpatterns = [*survey_urls]
