"""A provider of OpenID Connect on this machine, that signs in whoever the test names; for nothing but tests."""

import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlparse

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "decarb-tests"


class Provider(ThreadingHTTPServer):
    """Signs in ``subject``; ``asked`` holds the paths that were asked for."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answers)
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.subject, self.asked, self.codes = "nobody", [], {}

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def secrets(self):
        """What a host writes into ``.streamlit/secrets.toml``."""
        said = {
            "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": secrets.token_urlsafe(32),
            "client_id": CLIENT,
            "client_secret": secrets.token_urlsafe(16),
            "server_metadata_url": f"{self.address}/.well-known/openid-configuration",
        }
        return "[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in said.items())


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        path = urlparse(self.path)
        self.server.asked.append(path.path)
        asked = {name: values[0] for name, values in parse_qs(path.query).items()}
        if path.path == "/authorize":
            code = secrets.token_urlsafe(8)
            self.server.codes[code] = (self.server.subject, asked.get("nonce"))
            self._redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        elif path.path == "/jwks":
            self._say({"keys": [self.server.key.as_dict(private=False)]})
        else:
            home = self.server.address
            self._say({
                "issuer": home, "authorization_endpoint": f"{home}/authorize", "token_endpoint": f"{home}/token",
                "jwks_uri": f"{home}/jwks", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            })  # fmt: skip

    def do_POST(self):
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        subject, nonce = self.server.codes.pop(asked["code"][0])
        now = int(time.time())
        claims = {"iss": self.server.address, "aud": CLIENT, "sub": subject, "iat": now, "exp": now + 600,
                  "name": f"{subject} <b>of the tests</b>"}  # fmt: skip
        token = jwt.encode(
            {"alg": "RS256", "kid": "one"}, claims | ({"nonce": nonce} if nonce else {}), self.server.key
        )
        self._say({"access_token": "none", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def _redirect(self, to):
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()

    def _say(self, said):
        text = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def provider():
    """A provider that answers until the block ends."""
    found = Provider()
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.shutdown()
        found.server_close()
        thread.join()
