"""Property tests try the same examples on every run, and no second of a busy machine fails one."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "portal", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("portal")
