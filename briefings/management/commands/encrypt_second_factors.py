from django.core.management.base import BaseCommand, CommandError

from briefings.signing_in.second_factor import encrypt_again


class Command(BaseCommand):
    help = "Encrypt the secrets of second factors with the first of the keys; run it after adding a key (docs/keys.md)."

    def handle(self, **options):
        count, unreadable = encrypt_again()
        self.stdout.write(f"Encrypted with the first key: {count}.")
        if unreadable:
            raise CommandError(f"No key decrypts a second factor of: {', '.join(sorted(set(unreadable)))}.")
