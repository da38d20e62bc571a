"""Nobody's text is overwritten: who saves says which version they read."""


class Stale(Exception):
    """Somebody saved meanwhile. `current` is what is stored now; what was typed is the caller's to show beside it."""

    def __init__(self, current):
        super().__init__("Somebody else has saved this meanwhile. Nothing is lost: both versions are shown.")
        self.current = current
