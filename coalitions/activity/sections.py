"""What this room shows on the pages of the rooms below."""


def register_sections():
    """Called once, when the app is ready."""
