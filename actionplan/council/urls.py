"""The council's addresses: what everybody can read under /uppfoljning/, and the council's own room under /radet/."""

urlpatterns = [
    # The room: meetings, the packet, the review, the adoption.
    # Meetings that everybody can read of, and their calendar.
    # Reports: compared, checked and in a chain; last those that are known by their period.
]
