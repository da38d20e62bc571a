from django.urls import re_path

from coalitions.papers import calendars
from coalitions.papers.views import comments, documents, survey_responses, surveys

app_name = "papers"

NUMBER = "[0-9]{1,9}"
TOKEN = "[A-Za-z0-9_.:=-]{1,500}"
DRAFT = f"(?P<draft_id>{NUMBER})"

SURVEY = f"(?P<survey_id>{NUMBER})"
OF_COALITION = f"surveys/{SURVEY}/coalitions/(?P<coalition_id>{NUMBER})"

comment_urls = [
    re_path(rf"^papers/drafts/{DRAFT}/comment/(?P<anchor>p-[0-9a-z]{{1,10}})/$", comments.write, name="comment-write"),
    re_path(rf"^papers/drafts/{DRAFT}/comment-sent/$", comments.sent, name="comment-sent"),
    re_path(rf"^papers/comments/(?P<token>{TOKEN})/$", comments.confirm, name="comment-confirm"),
]

document_urls = [
    re_path(rf"^papers/drafts/{DRAFT}/comments/$", documents.responses, name="responses"),
    re_path(rf"^papers/drafts/{DRAFT}/comments\.csv$", documents.responses_as_csv, name="responses-csv"),
    re_path(rf"^papers/drafts/{DRAFT}/comments\.pdf$", documents.responses_as_pdf, name="responses-pdf"),
    re_path(rf"^papers/drafts/{DRAFT}\.pdf$", documents.draft_as_pdf, name="draft-pdf"),
    re_path(rf"^papers/drafts/{DRAFT}\.txt$", documents.draft_as_text, name="draft-text"),
    re_path(r"^papers/snapshots/(?P<key>[A-Za-z0-9_-]{20,40})/$", documents.snapshot, name="snapshot"),
]

calendar_urls = [
    re_path(rf"^papers/(?P<paper_id>{NUMBER})/deadlines\.ics$", calendars.deadlines, name="deadlines"),
]

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

urlpatterns = [*comment_urls, *document_urls, *calendar_urls, *survey_urls]
