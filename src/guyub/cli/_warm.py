"""Read before the first visitor what would otherwise be read while that visitor waits."""

from pathlib import Path


def warm_up() -> None:
    """Load addresses, templates, words and rule files into this process; opens no connection to the database.

    Worker processes that begin as copies of this one have them too, and share the memory.
    """
    from django.apps import apps
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils import translation

    from guyub.apps.resilience.services.states import rules, rules_any_factor
    from guyub.data import load_instrument
    from guyub.data.questionnaires import load_questionnaire

    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Beranda")
            reverse("assessment:home")
    for app in apps.get_app_configs():
        if app.name.startswith("guyub."):
            folder = Path(app.path) / "templates"
            for file in folder.rglob("*.html"):
                get_template(file.relative_to(folder).as_posix())
    rules()
    rules_any_factor()
    load_instrument(settings.GUYUB_INSTRUMENT)
    load_questionnaire()
