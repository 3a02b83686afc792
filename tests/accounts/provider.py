"""A small OpenID Connect provider on loopback: the organisation's log-in, with one person in front of it.

It does what Entra ID and ADFS do: tells where things are, sends the browser back with a code, checks the code's proof
(PKCE) and the client's secret, and hands out a signed token.
"""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "arboga-loften", "hemligt-mellan-oss"


class Provider:
    """`claims` is what it says of the person who logs in; `refuses` makes it say no."""

    def __init__(self):
        self.claims = {"sub": "person-1", "email": "anna@arboga.example", "email_verified": True}
        self.refuses, self.is_broken = "", False
        self.codes, self.asked = {}, []
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": self}))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def configuration(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked):
        """Where the browser is sent back to. It must bring a state and a proof."""
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        self.asked.append(asked)
        if self.refuses:
            return f"{asked['redirect_uri']}?{urlencode({'error': self.refuses, 'state': asked['state']})}"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent):
        """The token for a code, used once; None where the secret, the address or the proof isn't right."""
        asked = self.codes.pop(sent.get("code", ""), None)
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        proven = asked and base64.urlsafe_b64encode(proof).rstrip(b"=").decode() == asked["code_challenge"]
        is_ours = sent.get("client_secret") == SECRET and asked and sent.get("redirect_uri") == asked["redirect_uri"]
        if not (proven and is_ours):
            return None
        now = int(time.time())
        said = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims}
        signed = jwt.encode(said, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "till-uppgifterna", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    provider = None

    def do_GET(self):
        address = urlsplit(self.path)
        if self.provider.is_broken:
            return self._answer(500, {"fel": "trasig"})
        if address.path == "/.well-known/openid-configuration":
            return self._answer(200, self.provider.configuration())
        if address.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            return self._answer(302, {}, {"Location": self.provider.authorize(asked)})
        if address.path == "/userinfo" and self.headers["Authorization"] == "Bearer till-uppgifterna":
            return self._answer(200, self.provider.claims)
        return self._answer(404, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        token = self.provider.token({name: values[0] for name, values in parse_qs(body).items()})
        return self._answer(200, token) if token else self._answer(400, {"error": "invalid_grant"})

    def _answer(self, status, words, headers=None):
        body = json.dumps(words).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(body), **(headers or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words):
        """Silent."""
