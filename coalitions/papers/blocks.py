"""The blocks of a draft's text, and those that show how many answered a survey, and what."""

from wagtail import blocks

DRAFT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript"]
# The blocks that carry a number.
NUMBERED_BLOCKS = ("paragraph", "recommendation")


class DissentBlock(blocks.StructBlock):
    """A dissenting view on the paragraph before it."""

    who = blocks.CharBlock(max_length=200, help_text="Whose view it is.")
    text = blocks.RichTextBlock(features=["bold", "italic", "link"])

    class Meta:
        icon = "openquote"
        description = "A dissenting view. It stands beside the paragraph before it."
        preview_value = {"who": "Coalition on Example", "text": "<p>The paragraph goes too far.</p>"}


class DraftBlock(blocks.StreamBlock):
    """The text of a draft. Numbers follow the order of the paragraphs; a block's own id is its permanent anchor."""

    heading = blocks.CharBlock(
        max_length=200,
        icon="title",
        description="A section. Numbers run on across it.",
        preview_value="What coalitions do",
    )
    paragraph = blocks.RichTextBlock(
        features=DRAFT_FEATURES,
        icon="pilcrow",
        description="One numbered paragraph, with the bullets that belong to it.",
        help_text="The number is given by the portal. Bullets inside carry none.",
        preview_value="<p>Coalitions are open to everybody.</p>",
    )
    recommendation = blocks.RichTextBlock(
        features=DRAFT_FEATURES,
        icon="tick",
        description="A numbered paragraph that recommends something. “What it rests on” links it to its sources.",
        preview_value="<p>Coalitions should meet at least once a quarter.</p>",
    )
    unnumbered = blocks.RichTextBlock(
        features=DRAFT_FEATURES,
        icon="info-circle",
        description="Text that carries no number and takes no comments, such as a note.",
        preview_value="<p>This draft was written from the summary of input.</p>",
    )
    dissent = DissentBlock(label="Dissenting view")


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
