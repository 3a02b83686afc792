from django.core.management.base import BaseCommand

from arboga_loften.portal.record.load import load, load_council


class Command(BaseCommand):
    help = "Läser in Arbogas offentliga löften och dialoger. Kan köras igen: det som redan finns rörs inte."

    def add_arguments(self, parser):
        parser.add_argument("--without-examples", action="store_true", help="lämna bort allt som är märkt Exempeldata")

    def handle(self, *, without_examples, **options):
        added = load(with_examples=not without_examples)
        if not without_examples:
            added += load_council()
        for name, count in added.items():
            self.stdout.write(f"  {count:>4} {name}")
        self.stdout.write(f"Klart: {added.total()} rader lades till." if added else "Klart: allt fanns redan.")
