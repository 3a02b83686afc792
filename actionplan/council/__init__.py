"""Förebyggande rådet: the meetings of the year, the packet that builds itself, the review, and the report that is frozen.

`packet` tells everything about a period as plain data (JSON's own types). What the council reads before the meeting,
what is frozen when it adopts the report, and every page and file of it are drawn from that data and from nothing else.
"""
