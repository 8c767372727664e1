"""Wake up the web site's project for commands that need its tables."""

import os

from guyub.language import text


def wake_up(lang: str = "id") -> None:
    """Load Django with our settings, so that tables can be used afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guyub.apps.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(lang)


def migrate() -> None:
    """Bring the tables up to date, and stored classes and growth that follow former rules; drop sessions that ended.

    What was recorded stays.
    """
    from django.core.management import call_command

    from guyub.apps.assessment.services import refresh_stale_states
    from guyub.apps.growth.services import renew_stale

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("clearsessions")
    refresh_stale_states()
    renew_stale()


def say(key: str, lang: str, **values: object) -> None:
    """Print a text of the catalogue at once, also into a pipe."""
    print(text(key, lang, **values), flush=True)
