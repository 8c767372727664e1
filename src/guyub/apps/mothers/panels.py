"""Places on a mother's page for what apps above know of her."""

from guyub.apps.people.panels import PersonPanels

_panels = PersonPanels()
register, rendered = _panels.register, _panels.rendered
