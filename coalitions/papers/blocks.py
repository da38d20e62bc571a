"""Blocks that show how many answered a survey, and what."""

from wagtail import blocks


class SurveyCountBlock(blocks.StructBlock):
    """How many of those who were asked have answered."""

    title = blocks.CharBlock(max_length=120, required=False)
    survey = blocks.PageChooserBlock(page_type="papers.SurveyPage")

    class Meta:
        icon = "form"
        template = "papers/blocks/survey_count.html"
        description = "How many of those who were asked have answered a survey: “14 of 22 (64 %)”."
        preview_value = {"title": "The survey", "survey": None}


class SurveyResultBlock(blocks.StructBlock):
    """The result of one question of a survey."""

    title = blocks.CharBlock(max_length=160, required=False, help_text="Empty: the question itself.")
    survey = blocks.PageChooserBlock(page_type="papers.SurveyPage")
    question = blocks.CharBlock(max_length=255, help_text="The question’s short name, as the survey’s page lists it.")

    class Meta:
        icon = "clipboard-list"
        template = "papers/blocks/survey_result.html"
        description = "The result of one question, as chart and table, once the survey’s results are published."
        preview_value = {"title": "What coalitions need", "survey": None, "question": ""}
