"""A partner who is told what happens in Hörde."""

from collections.abc import Iterator

import pytest

from helpexchange.api.models import Webhook
from tests.api.partners import added
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.servers.partner import Partner, partner


@pytest.fixture
def told() -> Iterator[Partner]:
    """A partner's server."""
    with partner() as running:
        yield running


@pytest.fixture
def webhook(cast: Cast, clock: FakeClock, told: Partner) -> Webhook:
    """A webhook for everything that happens in Hörde."""
    return added(cast, clock, told.url)
