"""The blocks of a draft's text."""

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
