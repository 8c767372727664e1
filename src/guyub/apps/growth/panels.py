"""Places on a child's page for what other apps know of the child: growth knows nothing of mothers."""

from guyub.apps.people.panels import PersonPanels

_panels = PersonPanels()
register, rendered = _panels.register, _panels.rendered
