"""What the log may not hold: the code of a receipt and the links of letters, since whoever has one may do what it opens."""

import logging
import re

# A receipt or a letter about it, an invitation, a new password, a link to report by or to choose reminders by.
SECRET = re.compile(
    r"(/synpunkt/(?:brev/)?|/konto/valkommen/|/konto/glomt-losenord/[0-9a-z]+/|/rapportera/lank/|/paminnelser/)(?!brev/)[^/\s]+"
)


class SecretsLeftOut(logging.Filter):
    """Leaves the secrets of addresses out of every line: Django writes the address of what was refused or went wrong."""

    def filter(self, record):
        record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), None
        return True
