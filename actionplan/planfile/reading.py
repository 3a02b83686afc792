"""A file becomes a plan, or precise questions about it."""

from actionplan.planfile.model import Plan


def read(name, data, *, year, answers=None) -> Plan:
    """Read a file with a plan for a year, with the answers that are given so far.

    Raises foundation.spreadsheets.Unreadable, in words that say what to do.
    """
    raise NotImplementedError
