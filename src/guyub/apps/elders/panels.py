"""Places on an elder's page for what other apps know of the elder: elders know nothing of groups."""

from guyub.apps.people.panels import PersonPanels

_panels = PersonPanels()
register, rendered = _panels.register, _panels.rendered
