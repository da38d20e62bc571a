"""Verbs of the work on a paper."""

from coalitions.papers.services.survey_responses import (
    Conflict,
    Saved,
    fingerprint,
    reopen_response,
    restore_response,
    save_response,
    set_response_aside,
    start_response,
    submit_response,
)
from coalitions.papers.services.survey_visitors import (
    CONFIRM_SURVEY_LINK,
    CONFIRM_SURVEY_WITHIN,
    answer_survey,
    confirm_response,
    erase_response,
    forget_person_in_surveys,
)
from coalitions.papers.services.surveys import (
    coalitions_to_ask,
    extend_survey,
    freeze_population,
    publish_results,
    remind_missing,
    remind_surveys,
    withhold_results,
)

__all__ = [
    "CONFIRM_SURVEY_LINK",
    "CONFIRM_SURVEY_WITHIN",
    "Conflict",
    "Saved",
    "answer_survey",
    "coalitions_to_ask",
    "confirm_response",
    "erase_response",
    "extend_survey",
    "fingerprint",
    "forget_person_in_surveys",
    "freeze_population",
    "publish_results",
    "remind_missing",
    "remind_surveys",
    "reopen_response",
    "restore_response",
    "save_response",
    "set_response_aside",
    "start_response",
    "submit_response",
    "withhold_results",
]
