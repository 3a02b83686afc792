"""Throws away what the decided rules say (gallring). Without `--confirm` it only tells what it would do."""

from django.core.management.base import BaseCommand

from dialogs import retention


class Command(BaseCommand):
    help = "Gallrar det som gallringsreglerna säger. Utan --confirm visas bara vad som skulle gallras."

    def add_arguments(self, parser):
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--dry-run", action="store_true", help="visa bara (så är det om inget annat sägs)")
        choice.add_argument("--confirm", action="store_true", help="gallra på riktigt; det går inte att ångra")

    def handle(self, *, confirm, **options):
        due = retention.plan()
        if not due:
            self.stdout.write("Ingen gallringsregel gäller. Skriv en i admin, med det beslut som den vilar på.")
        for each in due:
            self.stdout.write(self._words(each))
        if not confirm:
            if any(each.count for each in due):
                self.stdout.write("Inget är gallrat. Kör igen med --confirm för att gallra.")
            return
        gone = sum(disposal.count for disposal in retention.dispose(by=None))
        self.stdout.write(f"Gallrat: {gone}. Det står i gallringsliggaren." if gone else "Inget att gallra.")

    def _words(self, due):
        rule = due.rule
        days = f", från {due.oldest_on} till {due.newest_on}" if due.count else ""
        kept = f"sparas {rule.days} dagar enligt {rule.decision}"
        return f"{rule.get_what_display()} – {kept}. Att gallra: {due.count}{days}."
