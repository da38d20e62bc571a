from django.urls import path, re_path

from events.proposals.views import editor, input_answers, inputs, invitations, own, page, reviews, sharing, steps

app_name = "proposals"

NUMBER = "[0-9]{1,9}"
TOKEN = "[A-Za-z0-9_.:=-]{1,500}"
CODE = "(?P<code>[A-Za-z0-9]{6})"

call_urls = [
    re_path(rf"^proposals/calls/(?P<call_id>{NUMBER})/$", own.call_own, name="call-own"),
    re_path(rf"^proposals/calls/(?P<call_id>{NUMBER})/start/$", own.start, name="proposal-start"),
]

proposal_urls = [
    re_path(rf"^proposals/{CODE}/$", page.proposal, name="proposal"),
    re_path(rf"^proposals/{CODE}/edit/$", editor.edit, name="proposal-edit"),
    re_path(rf"^proposals/{CODE}/preview/$", editor.preview, name="proposal-preview"),
    re_path(rf"^proposals/{CODE}/submit/$", steps.submit, name="proposal-submit"),
    re_path(rf"^proposals/{CODE}/withdraw/$", steps.withdraw, name="proposal-withdraw"),
    re_path(rf"^proposals/{CODE}/confirm/$", steps.confirm, name="proposal-confirm"),
    re_path(rf"^proposals/{CODE}/answer/(?P<organiser_pk>{NUMBER})/$", invitations.answer, name="proposal-answer"),
]

# Addresses that are sent and passed on.
link_urls = [
    re_path(rf"^proposals/invitations/(?P<token>{TOKEN})/$", invitations.by_link, name="invitation"),
    re_path(rf"^proposals/drafts/(?P<key>{TOKEN})/$", sharing.draft, name="draft"),
]

review_urls = [
    path("proposals/reviews/", reviews.queue, name="review-queue"),
    re_path(rf"^proposals/reviews/{CODE}/$", reviews.review, name="review"),
]

input_urls = [
    re_path(rf"^inputs/calls/(?P<call_id>{NUMBER})/start/$", inputs.start, name="input-start"),
    re_path(rf"^inputs/{CODE}/$", inputs.page, name="input"),
    re_path(rf"^inputs/{CODE}/edit/$", inputs.edit, name="input-edit"),
    re_path(rf"^inputs/{CODE}/withdraw/$", inputs.withdraw, name="input-withdraw"),
    re_path(rf"^inputs/{CODE}/answer/(?P<row_pk>{NUMBER})/$", input_answers.answer, name="input-answer"),
    re_path(rf"^inputs/invitations/(?P<token>{TOKEN})/$", input_answers.by_link, name="input-invitation"),
]

urlpatterns = [*input_urls, *review_urls, *call_urls, *proposal_urls, *link_urls]
