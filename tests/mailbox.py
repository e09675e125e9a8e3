"""What people find in their mail: the rows of the outbox, as it is before anything is sent."""

import re

from sqlalchemy import select

from helpexchange.notifications.models import OutboxMessage
from tests.cast import DbSession

LINK = re.compile(r"https?://[^/\s]+(/\S+)")


class Mailbox:
    """The mails of everybody, the newest last."""

    def __init__(self, session: DbSession) -> None:
        self.session = session

    def to(self, email: str) -> list[OutboxMessage]:
        """Return the mails to an address."""
        self.session.commit()
        wanted = select(OutboxMessage).where(OutboxMessage.address == email).order_by(OutboxMessage.id)
        return list(self.session.scalars(wanted))

    def count(self) -> int:
        """Return how many mails wait."""
        self.session.commit()
        return len(self.session.scalars(select(OutboxMessage.id)).all())

    def link_to(self, email: str) -> str:
        """Return the path of the link in the latest mail to an address."""
        found = LINK.search(self.to(email)[-1].text)
        assert found, self.to(email)[-1].text
        return found[1]

    def code_to(self, email: str) -> str:
        """Return the code in the latest mail to an address."""
        found = re.search(r"^\d{6}$", self.to(email)[-1].text, re.MULTILINE)
        assert found, self.to(email)[-1].text
        return found[0]
