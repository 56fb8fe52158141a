"""Access tokens from Countersign, with the standard library alone. The cache rule is that of @countersign/client, but
for one thing: from refresh_after on the caller waits, because nothing runs behind it."""
import collections, json, random, threading, time, urllib.error, urllib.parse, urllib.request
from datetime import datetime

RETRIED, TRIES, LAST_MINUTE, CONFIRMED_FOR, ASK_AGAIN = {429, 503, 504}, 3, 60, 300, 5


class CountersignError(Exception):
    """`code` is one of docs/openapi.json, "unreachable" or "unreadable_answer"; `status` is 0 where nothing answered."""

    def __init__(self, status, problem):
        super().__init__(problem.get("detail") or f"The answer (status {status}) is not one of Countersign.")
        self.status, self.code, self.problem = status, problem.get("code", "unreadable_answer"), problem
        self.is_outage = status in (0, 429) or status >= 500


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None  # the key goes nowhere else


class Countersign:
    def __init__(self, url, key):
        self._url, self._key, self._open = url.rstrip("/"), key, urllib.request.build_opener(NoRedirect).open
        self._held, self._locks = {}, collections.defaultdict(threading.Lock)  # one request a connection at a time

    def get(self, company, provider):
        """A token that is good now: {"access_token", "generation", "tenant_id", "api_base_url", …}."""
        with self._locks[company, provider]:
            held, now = self._held.get((company, provider)), time.monotonic()
            lives = held and held["ends_at"] - now >= LAST_MINUTE
            if lives and (now < held["ask_again_at"] or now < min(held["confirmed_at"] + CONFIRMED_FOR, held["refresh_at"])):
                return held["token"]
            try:
                return self._ask(company, provider)
            except CountersignError as error:
                if not (lives and error.is_outage):
                    raise
                held["ask_again_at"] = time.monotonic() + ASK_AGAIN
                return held["token"]

    def reject(self, company, provider, generation):
        """The provider answered 401 to this generation: the newer token, refreshed once however many say so."""
        with self._locks[company, provider]:
            held = self._held.get((company, provider))
            if held and held["token"]["generation"] > generation and held["ends_at"] - time.monotonic() >= LAST_MINUTE:
                return held["token"]
            return self._ask(company, provider, {"rejected_generation": generation})

    def _ask(self, company, provider, report=None):
        held, place = self._held.get((company, provider)), "/".join(urllib.parse.quote(x, "") for x in (company, provider))
        tag = {"If-None-Match": f'"g{held["token"]["generation"]}"'} if held and not report else {}
        try:
            token, sent_at = self._send("GET" if tag else "POST", f"/v1/companies/{place}/token", tag, report)
        except CountersignError as error:
            if not (error.is_outage or error.code in ("rejected_too_soon", "token_rejected_again")):
                self._held.pop((company, provider), None)
            raise
        again = time.monotonic() + ASK_AGAIN
        if token is None:
            held.update(confirmed_at=sent_at, ask_again_at=again)
            return held["token"]
        ends_at = sent_at + token["expires_in"]
        times = [datetime.fromisoformat(token[name].replace("Z", "+00:00")) for name in ("refresh_after", "expires_at")]
        self._held[company, provider] = dict(token=token, ends_at=ends_at, confirmed_at=sent_at, ask_again_at=again,
                                             refresh_at=ends_at - (times[1] - times[0]).total_seconds())
        return token

    def _send(self, method, path, headers, body):
        """Returns the token, or None when the held one is confirmed, and when it was asked for."""
        for tries in range(1, TRIES + 1):
            headers |= {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
            data, sent_at, wait = body and json.dumps(body).encode(), time.monotonic(), 0
            try:
                with self._open(urllib.request.Request(self._url + path, data, headers, method=method), timeout=30) as answer:
                    return json.load(answer), sent_at
            except urllib.error.HTTPError as answer:
                if answer.code == 304:
                    return None, sent_at
                text, seconds = answer.read(), answer.headers.get("Retry-After", "")
                error = CountersignError(answer.code, json.loads(text) if text.startswith(b"{") else {})
                wait = int(seconds) if seconds.isdigit() else 0
            except OSError as cause:
                error = CountersignError(0, {"code": "unreachable", "detail": f"Countersign could not be reached: {cause}"})
            if tries == TRIES or wait > 20 or (error.status and error.status not in RETRIED):
                raise error
            time.sleep(wait + random.random() * 0.25 * 2 ** (tries - 1))
