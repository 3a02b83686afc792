"""A mail server to try against: it speaks just enough SMTP, keeps what it accepts, and refuses when it is told to."""

import socketserver
from contextlib import contextmanager
from email import message_from_bytes, policy
from threading import Thread


class Post(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 posten")
        recipients = []
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].split()[0].upper()
            if verb == "DATA":
                if self._take(recipients):
                    return
                recipients = []
            elif verb == "QUIT":
                return self._say("221 hej")
            elif verb == "RCPT":
                recipients.append(line.split("<")[1].rstrip(">"))
                self._say(self.server.answer_to_address)
            else:
                self._say("250 ja")

    def _take(self, recipients):
        """Reads a letter; True where the line is cut before an answer."""
        self._say("354 skriv")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if self.server.answer.startswith("250"):
            letter = message_from_bytes(b"".join(lines), policy=policy.default)
            self.server.letters.append((recipients[0], letter))
        if self.server.hangs_up:
            return True
        self._say(self.server.answer)
        return False

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """`letters` holds (address, message); `answer`, `answer_to_address` and `hangs_up` are how it behaves."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Post)
        self.letters, self.answer, self.answer_to_address, self.hangs_up = [], "250 tack", "250 ja", False

    @property
    def addresses(self):
        return [address for address, _letter in self.letters]


@contextmanager
def mail_server(settings):
    """A server that the site's settings lead to."""
    with MailServer() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server
        server.shutdown()
