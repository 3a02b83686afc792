"""Reminds those who answer for something in the plan. The housekeeping does it too; this is for a timer of its own."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from actionplan.reminders import sending
from arboga_loften.foundation import clock, outbox
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.workdays import is_workday


class Command(BaseCommand):
    help = "Skriver dagens påminnelser och skickar dem. Kan köras hur ofta som helst; ingen får samma påminnelse två gånger."

    def add_arguments(self, parser):
        parser.add_argument("--preview", action="store_true", help="visa breven, men skriv och skicka inget")
        parser.add_argument(
            "--date", type=date.fromisoformat, help="med --preview: en annan dag än i dag, så här: 2024-10-16"
        )

    def handle(self, *, preview, date, **options):
        if preview:
            return self.show(date or clock.today())
        if date:
            raise CommandError(
                "--date går bara med --preview. Det som en dag missade görs av sig självt nästa gång kommandot körs."
            )
        written = sending.remind()
        sent, failed = outbox.deliver()
        self.stdout.write(f"Påminnelser: {written} skrivna. Brev: {sent} skickade, {failed} väntar på nästa försök")

    def show(self, day):
        if not is_workday(day):
            self.stdout.write(f"{day} är ingen arbetsdag. Ingen får någon påminnelse.")
            return
        municipality = Municipality.objects.current()
        letters = sending.digests(day)
        self.stdout.write(f"{day}: {len(letters)} brev")
        for digest in letters:
            subject, body = digest.written(municipality, for_others=True)
            self.stdout.write(f"\n--- {digest.user} <{digest.user.email}>\n{subject}\n\n{body}")
