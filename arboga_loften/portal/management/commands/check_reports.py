"""Checks that every report from the council is as it was adopted and that none is gone, for a timer or a doubting person."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from actionplan.council import freezing


class Command(BaseCommand):
    help = "Räknar om kontrollsumman för varje antagen rapport och dess filer. Slutar med fel om något är ändrat eller borta."

    def handle(self, *, verbosity=1, **options):
        with translation.override("sv"):
            links = freezing.chain()
        broken = [link for link in links if link.problems]
        for link in broken:
            for problem in link.problems:
                self.stderr.write(f"Plats {link.number}{_called(link.report)}: {problem}")
        if broken:
            raise CommandError(f"Kedjan är bruten på {len(broken)} av {len(links)} platser.")
        if verbosity:
            self.stdout.write(f"Alla är som de antogs, och ingen saknas. Antal rapporter: {len(links)}.")
            for link in links[-1:]:
                self.stdout.write(f"Den sista har summan {link.report.sha256}. Spara den någon annanstans.")


def _called(report):
    return f" ({report.meeting.key}, version {report.version})" if report else ""
