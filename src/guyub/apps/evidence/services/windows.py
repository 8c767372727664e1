"""When the visit may come. This app knows no cycles: an app above says it, for a village by its code."""

from collections.abc import Callable

from guyub.domain.evidence.sense import Window

Provider = Callable[[str], Window | None]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Ask this function for the visit window of a village; the first that knows one is believed."""
    if provider not in _providers:
        _providers.append(provider)


def window_of(village: str) -> Window | None:
    """The visit window that a village is in, None while no cycle with one is open."""
    return next((window for provider in _providers if (window := provider(village)) is not None), None)
