"""How a partner checks that a message is ours; the page about programs shows these lines."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

OLDEST_S = 300


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether a message was signed with the secret, and lately.

    Args:
        secret: begins with whsec_.
        headers: by names in small letters.
        body: the bytes as they came, not read as JSON and written again.
    """
    key = base64.b64decode(secret.removeprefix("whsec_"))
    sent = headers["webhook-timestamp"]
    signed = f"{headers['webhook-id']}.{sent}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    is_new = abs(time.time() - int(sent)) <= OLDEST_S
    return is_new and any(hmac.compare_digest(wanted, each) for each in headers["webhook-signature"].split())
