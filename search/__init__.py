"""Search over everything public. Imports no other room: what a room wants found, it says on its models.

Every live page is found, with the words its `search_fields` name (Wagtail's own declaration). A model that is
`index.Indexed` and no page is found too once it has `get_search_page`. All that a model may offer:

`get_search_page()`
    The page the thing is shown on, or None while no visitor may see it. Required of what is not a page.
`get_search_facets()`
    A dictionary with any of `year` (int), `coalitions` (primary keys of their pages), `label` (a few words shown above
    the title, such as "Meeting, 9 June 2021"; default: the model's name and year), `anchor` (where on the page it is).
`get_search_dependants()`
    Things to look at again when this one changes: a meeting's action items, a coalition's outputs.

`search_fields` and `get_search_facets` answer for what is public: whatever they return, everybody can read.
Whether the page is live and open to everybody is asked anew with every search.
"""
