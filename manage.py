#!/usr/bin/env python
"""Django's own commands, for those who know them. For everything else: python3 run.py --help."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arboga_loften.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django saknas här. Kör python3 run.py demo en gång, och sedan .venv/bin/python manage.py …")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
