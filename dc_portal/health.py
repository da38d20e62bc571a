"""`/healthz`: can the portal read its database, its cache and its files?"""

from health_check.views import HealthCheckView


class HealthView(HealthCheckView):
    """JSON with one line a check: "OK" or what is wrong; status 200, or 500 when anything is."""

    checks = ("health_check.checks.Database", "health_check.checks.Cache", "health_check.checks.Storage")

    def render_to_response(self, context, **response_kwargs):
        return self.render_to_response_json(response_kwargs.get("status"))
