"""How often somebody knocks, without remembering who.

What is counted is a network (about the visitors of one exchange), under a digest that changes with the day and can't be
made without the site's secret. No address is kept. A visitor that can't be told apart is never stopped, and neither is
anybody when the cache is down: a limit is there to spare the site, not to refuse people.
"""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils.crypto import salted_hmac

from arboga_loften.foundation import clock

log = logging.getLogger(__name__)

IPV4_BYTES, IPV6_BYTES = 3, 6  # a /24 and a /48


def visitor_prefix(request) -> str:
    """A digest of the network that a request comes from, another one each day; "" where it can't be told."""
    found = visitor_address(request)
    if not found:
        return ""
    address = ip_address(found)
    prefix = address.packed[: IPV4_BYTES if address.version == 4 else IPV6_BYTES]
    return _digest(f"visitor {clock.today()}", f"{address.version} {prefix.hex()}")


def visitor_address(request) -> str:
    """The address that a request comes from, as our outermost proxy saw it; "" where it can't be told."""
    try:
        address = ip_address(_without_port(_address(request)))
    except ValueError:
        return ""
    # Without the name of the network card that some write after it.
    return str(getattr(address, "ipv4_mapped", None) or address).partition("%")[0]


def forget_old() -> int:
    """Erase the counts whose time has run out, and say how many. A cache that isn't a table of ours does that by itself."""
    table = getattr(cache, "_table", "")
    if not table:
        return 0
    # The cache counts by the real clock, also in a demonstration.
    moment = datetime.fromtimestamp(time.time(), tz=UTC)
    with connection.cursor() as cursor:
        ended = connection.ops.adapt_datetimefield_value(moment.replace(microsecond=0))
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s", [ended])
        return cursor.rowcount


def _address(request):
    """The address that the outermost proxy of ours saw. What stands to the left of it is whatever the visitor wrote."""
    if not settings.TRUSTED_PROXIES:
        return request.META.get("REMOTE_ADDR", "")
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return passed[-settings.TRUSTED_PROXIES].strip() if len(passed) >= settings.TRUSTED_PROXIES else ""


def _without_port(address):
    """Some proxies write 192.0.2.1:1234 or [2001:db8::1]:1234."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _digest(salt, words):
    return salted_hmac(salt, words, algorithm="sha256").hexdigest()[:32]


@dataclass(frozen=True)
class Limit:
    """At most so many times in so many seconds: `FLOOD = Limit("speak", 60, 3600)`, and `FLOOD.allows(request)`."""

    name: str
    most: int
    seconds: int

    def hit(self, who) -> int:
        """Count once more, and say how many times it is now: by a request's network, or by any words that tell who.

        0 where nobody can be told, or the cache is down.
        """
        who = who if isinstance(who, str) else visitor_prefix(who)
        if not who:
            return 0
        # The window stands in the key: not every cache keeps the time that is left when it counts up.
        window = int(clock.now().timestamp()) // self.seconds
        key = f"limit:{self.name}:{window}:{_digest('limit', who)}"
        try:
            return 1 if cache.add(key, 1, self.seconds) else cache.incr(key)
        except ValueError:  # it ran out between the two
            return 1
        except Exception:  # whatever ails the cache, people must be let in
            log.exception("Den delade cachen svarar inte. Ingen räknas och ingen stoppas.")
            return 0

    def allows(self, who) -> bool:
        """Count once more, and say whether it is still within the limit."""
        return self.hit(who) <= self.most
