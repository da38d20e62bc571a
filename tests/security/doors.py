"""What every role is answered at every address. The table is doors.txt; test_doors.py holds the project to it.

One word a role, in the order of ROLES: a status, or `in` for the way to the sign-in. Of what is the coalition's own
the coordinator finds everything and the other coalition's coordinator nothing.
"""

from pathlib import Path

ROLES = ("visitor", "other", "coordinator", "facilitator", "reviewer", "secretariat")
# What one only posts to; everything else is asked for with GET.
POSTED = {
    "papers:survey-reopen",
    "papers_admin:unlink",
    "activity:own-record-delete",
    "activity:own-report-start",
    "activity:own-slot-withdraw",
    "events_admin:report-preview",
    "coalitions_admin:outbox-send-again",
    "coalitions:member-hide-name",
    "coalitions:member-still-interested",
}
# Addresses without a name, by their route.
ADDRESSES = {
    "admin/login/": "/admin/login/",
    "^admin/password_reset/": "/admin/password_reset/",
    "_util/login/": "/_util/login/",
    r"^documents/\d{10,}/": "/documents/9999999999/",
    "documents/<int:document_id>/<path:document_filename>": "/documents/999/words.txt",
}


def arguments(world, things):
    """Name → what its address is made of. A name that is not here needs nothing."""
    coalition, meeting, token = [world.coalition.pk, world.coalition.slug], world.reported, things["member token"]
    proposal = {"code": world.proposal.code}
    rows = {
        "coalitions_contact": things["contact"],
        "coalitions_output": world.output,
        "coalitions_membership": world.member,
        "coalitions_opennesscheck": world.coalition.openness_checks.first(),
        "coalitions_statuschange": world.coalition.status_changes.first(),
        "coalitions_membershipstatement": world.statement,
        "coalitions_cycle": things["cycle"],
        "coalitions_focusarea": world.coalition.focus_areas.first(),
        "coalitions_notice": things["notice"],
        "papers_surveyresponse": world.survey.responses.first(),
        "papers_surveyedcoalition": world.survey.population.first(),
        "papers_paragraphcomment": world.comment,
        "papers_interview": things["discussion"],
        "events_actionitem": world.item,
        "events_externaldate": things["external date"],
        "activity_activityrecord": things["record"],
        "activity_listimport": things["list import"],
        "activity_listmonth": things["list month"],
        "activity_criteriaset": things["proposed criteria"],
        "activity_assessment": things["assessment"],
        "activity_slotrequest": things["slot request"],
        "activity_annualreport": things["annual report"],
        "proposals_proposal": world.proposal,
        "proposals_review": things["review"],
        "proposals_writteninput": things["input"],
    }
    verbs = ("edit", "delete", "inspect", "history")
    return {
        **{f"{model}_modeladmin_{verb}": [row.pk] for model, row in rows.items() for verb in verbs},
        "events_admin:meeting-step": [world.planned.pk, "cancel"],
        "events_admin:meeting-carry-over": [world.planned.pk],
        "events_admin:item-step": [world.item.pk, "drop"],
        "events_admin:item-move-deadline": [world.item.pk],
        "events_admin:part-finish": [things["part"].pk],
        "events_admin:event-step": [world.event.pk, "cancel"],
        "coalitions_admin:coalition-change-status": [world.coalition.pk, "close"],
        "coalitions_admin:import-members-preview": [1],
        "coalitions_admin:statement-agree": [world.statement.pk],
        "coalitions_admin:import-preview": [world.directory.pk, 1],
        "coalitions_admin:outbox-send-again": [things["notice"].pk],
        "coalitions_admin:export": [world.directory.pk, "csv"],
        "mfa_remove_webauthn": [1],
        "mfa_edit_webauthn": [1],
        "api:get_coalition": [world.coalition.slug],
        "api:get_meeting": [meeting.uid],
        "api:get_event": [world.event.uid],
        "api:get_proposal": [world.proposal.code],
        "wagtaildocs_serve": [world.output.document.pk, world.output.document.filename],
        "wagtaildocs_authenticate_with_password": [things["restriction"].pk],
        "coalitions:members": [world.coalition.pk],
        "coalitions:members-export": [world.coalition.pk, "csv"],
        "coalitions:member-hide-name": [world.coalition.pk, world.member.key],
        "coalitions:adopt-statement": [world.coalition.pk, world.statement.version],
        "coalitions:member-join": coalition,
        "coalitions:member-names": coalition,
        "coalitions:membership-statement-version": [world.statement.version],
        "coalitions:member-confirm": [things["confirm token"]],
        **{f"coalitions:member-{name}": [token] for name in ("manage", "still-interested", "leave", "erase", "data")},
        "activity:coalition-activity": coalition,
        "activity:coalition-table": coalition,
        "activity:own-records": [world.coalition.pk],
        "activity:own-record-edit": [world.coalition.pk, things["record"].pk],
        "activity:own-record-delete": [world.coalition.pk, things["record"].pk],
        "activity_admin:archives-forget": [world.coalition.pk],
        **of_assessments(world, things),
        "proposals:call-own": [world.call.pk],
        "proposals:proposal-start": [world.call.pk],
        **{f"proposals:proposal{name}": proposal for name in ("", "-preview", "-submit", "-withdraw", "-confirm")},
        "proposals:proposal-edit": {"code": things["draft"].code},
        "proposals:proposal-answer": {
            "code": things["draft"].code,
            "organiser_pk": things["draft"].organisers.first().pk,
        },
        "proposals:invitation": [things["invitation"]],
        "proposals:input-start": [world.call.pk],
        **{f"proposals:input{name}": [things["input"].code] for name in ("", "-edit", "-withdraw")},
        "proposals:input-answer": [things["input"].code, things["input"].coalitions.get().pk],
        "proposals:input-invitation": [things["input invitation"]],
        "proposals:review": [things["to review"].code],
        **{f"proposals_admin:{name}": [world.call.pk] for name in ("board", "assign", "call-extend", "call-late")},
        "proposals_admin:unassign": [things["assignment"].pk],
        "proposals_admin:input-step": [things["input"].pk, "publish"],
        "proposals_admin:proposal-step": [things["to review"].pk, "accept"],
        **{f"papers:survey-{name}": [world.survey.pk] for name in ("sheet", "sheet-text", "answer", "thanks")},
        **{f"papers:survey-{name}": [world.closed_survey.pk] for name in ("results", "results-file")},
        **{
            f"papers:survey-{name}": [world.survey.pk, world.coalition.pk] for name in ("response", "submit", "reopen")
        },
        "papers:survey-confirm": [things["survey link"]],
        **{f"papers_admin:survey-{name}": [world.survey.pk] for name in ("desk", "summary")},
        "papers_admin:survey-step": [world.survey.pk, "remind"],
        "papers_admin:survey-export": [world.survey.pk, "csv"],
        "papers_admin:response-step": [world.survey.responses.first().pk, "reopen"],
        "api:get_results": [world.closed_survey.pk],
        "proposals:draft": [things["draft"].share_key],
        "events:calendar-coalition": coalition,
        "events:calendar-series": [world.series.pk, world.series.slug],
        "events:calendar-meeting": [meeting.uid],
        "events:calendar-phase": [world.phase.pk, world.phase.slug],
        "events:calendar-focus-area": [world.coalition.focus_areas.first().pk],
        "events:calendar-event": [world.event.uid],
        "events:feed-coalition": coalition,
        "events:feed-phase": [world.phase.pk, world.phase.slug],
        "events:feed-focus-area": [world.coalition.focus_areas.first().pk],
        "events:event-report": [world.event.uid],
        "papers:comment-write": [world.draft.pk, things["paragraph"]],
        "papers:comment-confirm": [things["comment token"]],
        "papers:snapshot": [things["snapshot"].key],
        "papers:deadlines": [world.paper.pk],
        **{
            f"papers:{name}": [world.draft.pk]
            for name in ("comment-sent", "responses", "responses-csv", "responses-pdf", "draft-pdf", "draft-text")
        },
        "papers_admin:comment-step": [world.comment.pk, "reject"],
        "papers_admin:dispose": [world.comment.pk],
        "papers_admin:stage-move": [world.paper.stages.first().pk],
        "papers_admin:unlink": [things["trace link"].pk],
        "papers_admin:sources": [world.draft.pk],
        **{
            f"papers_admin:draft-{name}": [world.draft.pk]
            for name in ("enter", "extend", "version", "snapshot", "import")
        },
        "api:get_draft": [world.draft.pk],
        "wagtailcore_authenticate_with_password": [things["page restriction"].pk, things["page restriction"].page_id],
        "wagtail_serve": ["coalitions/"],
    }


def of_assessments(world, things):
    """What the addresses of criteria, assessments, slot requests and annual reports are made of."""
    own, assessment = world.coalition.pk, things["assessment"]
    proposed, agreed = things["proposed criteria"].pk, assessment.criteria_set_id
    year = assessment.criteria_set.cycle.year
    return {
        "activity:own-assessment": [own, assessment.pk],
        "activity:own-assessment-appeal": [own, assessment.pk],
        "activity:own-slot": [own, year],
        "activity:own-slot-withdraw": [own, year],
        "activity:own-report": [own, things["report draft"].year],
        "activity:own-report-start": [own, 2019],
        "activity:assessments": [year],
        "activity:annual-report": [things["annual report"].pk],
        **{f"activity_admin:{name}": [proposed] for name in ("what-if", "criteria-agree", "criteria-renew")},
        "activity_admin:criteria-slots": [agreed],
        **{f"activity_admin:assessments{name}": [agreed] for name in ("", "-make", "-share", "-decide", "-publish")},
        "activity_admin:assessment": [assessment.pk],
        "activity_admin:assessment-step": [assessment.pk, "settle"],
        "activity_admin:assessment-offer": [assessment.pk, assessment.offers.get().pk],
        "activity_admin:slot-step": [things["slot request"].pk, "grant"],
    }


def read_table(path):
    """Address → answers, from a file with a line for each address: its name, white space, a word a role."""
    lines = path.read_text(encoding="utf-8").splitlines()
    words = [line.split() for line in lines]
    return {name: " ".join(answers) for name, *answers in words}


DOORS = read_table(Path(__file__).with_suffix(".txt"))
