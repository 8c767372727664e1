"""What the site reads before its first visitor: it opens no connection, and it is what pages need."""

from django.template import engines

from guyub.apps.resilience.services.states import rules
from guyub.cli._warm import warm_up


def test_warming_up_reads_templates_and_rules_and_asks_no_database():
    rules.cache_clear()
    warm_up()  # without the mark of a database, a question to it would fail this test
    assert rules.cache_info().currsize == 1
    (loader,) = engines["django"].engine.template_loaders
    assert {
        "base.html",
        "people/families.html",
        "people/family.html",
        "cotton/panel.html",
    } <= loader.get_template_cache.keys()
