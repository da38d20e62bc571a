import datetime

from django.utils import timezone
from django.utils.cache import patch_cache_control

# A page that is about to look different by itself is kept by caches no longer than until then.
SOON = datetime.timedelta(minutes=5)


class ChangesByTheClock:
    """Mixin for pages that look different from some moment on although nobody has edited them."""

    def moments_of_change(self):
        """When that is."""
        return []

    def fresh_for(self):
        """Seconds until its page looks different by itself, or None where that is not soon."""
        now = timezone.now()
        left = [moment - now for moment in self.moments_of_change() if now <= moment <= now + SOON]
        return int(min(left).total_seconds()) if left else None

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"fresh_for": self.fresh_for()}

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        seconds = self.fresh_for()
        if seconds is not None:
            patch_cache_control(response, max_age=seconds)
        return response
