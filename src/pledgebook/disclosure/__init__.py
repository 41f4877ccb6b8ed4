"""The one gate through which any count of people leaves. Pages and exports read only what passed it."""

from pledgebook.disclosure.attack import Recovered, recoverable
from pledgebook.disclosure.release import Release, WithheldCell, release_counts

__all__ = ["Recovered", "Release", "WithheldCell", "recoverable", "release_counts"]
