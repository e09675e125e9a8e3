"""Keeps who is who, and the words that find them, in step with every record that is written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, event, inspect, select, update
from sqlalchemy.orm import Session

from helpexchange.people_index.models import Findable, KnownPerson, SearchWord
from helpexchange.people_index.rules import Source

#: Columns by which people are found, of whichever record.
WATCHED = frozenset(
    {"first_name", "last_name", "name", "phone", "email", "postal_code", "town", "account_id"}
)


def init_people_index() -> None:
    """Keep the index from now on; saying so twice is saying so once."""
    if not event.contains(Session, "before_flush", _keep_in_step):
        event.listen(Session, "before_flush", _keep_in_step)


def _keep_in_step(session: Session, _context: object, _instances: object) -> None:
    written = [each for each in (*session.new, *session.dirty) if isinstance(each, Findable)]
    if written:
        with session.no_autoflush:
            for each in written:
                note(session, each)


def note(session: Session, record: Findable) -> None:
    """Bring the person of a record, and the words that find them, up to date."""
    found_by = record.found_by()
    known = record.known
    if known is None:
        known = record.known = _person_of(session, record)
    elif not (changed := _changes(record) & WATCHED):
        return
    elif "account_id" in changed:
        _take_account(session, record, known)
    known.sort_key = found_by.sort_key[:420] or known.sort_key
    replace_words(known, found_by.source, found_by.words())


def replace_words(known: KnownPerson, source: Source, words: set[Any]) -> None:
    """Let a record's words, and no others of the same kind of record, find a person."""
    before = {(each.kind, each.word): each for each in known.words if each.source == source}
    for gone in before.keys() - words:
        known.words.remove(before[gone])
    for kind, word in sorted(words - before.keys()):
        known.words.append(SearchWord(source=source, kind=kind, word=word, backwards=word[::-1]))


def _person_of(session: Session, record: Findable) -> KnownPerson:
    """Return whose a new record is: that of their account, or somebody new."""
    same = record.same_person()
    other = session.get(*same) if same else None
    if other is None:
        known = KnownPerson(sort_key="")
        session.add(known)
        return known
    if other.known is None:
        note(session, other)
    return other.known or KnownPerson(sort_key="")


def _take_account(session: Session, record: Findable, known: KnownPerson) -> None:
    """Let an account that a record was given be the same person; it was somebody alone until then."""
    same = record.same_person()
    account = session.get(*same) if same else None
    if account is None or account.known is None or account.known is known:
        return
    alone, found_by = account.known, account.found_by()
    replace_words(alone, found_by.source, set())
    account.known = known
    replace_words(known, found_by.source, found_by.words())
    if not alone.words:
        session.delete(alone)


def _changes(record: Findable) -> set[str]:
    state: Any = inspect(record)
    return {each.key for each in state.attrs if each.history.has_changes()}


def note_newcomers(session: Session, *, at_most: int) -> int:
    """Note records that came with an import or from before there was this index; return how many."""
    noted = 0
    for kind in Findable.__subclasses__():
        statement = select(kind).where(kind.known_id.is_(None)).order_by(kind.id)  # type: ignore[attr-defined]
        found = session.scalars(statement.limit(at_most - noted)).unique().all() if noted < at_most else ()
        for record in found:
            note(session, record)
        noted += len(found)
    session.flush()
    return noted


def forget_words(session: Session, *, person_id: int, source: Source) -> bool:
    """Let nothing of a record find a person any more; return whether they have no other record."""
    own = SearchWord.person_id == person_id
    session.execute(delete(SearchWord).where(own, SearchWord.source == source))
    if session.scalar(select(SearchWord.person_id).where(own).limit(1)) is not None:
        return False
    session.execute(update(KnownPerson).where(KnownPerson.id == person_id).values(sort_key=""))
    return True


def note_all(session: Session, person_id: int) -> None:
    """Let a person be found by all that their records say, and by nothing else."""
    known = session.get(KnownPerson, person_id)
    if known is None:
        return
    words: dict[Source, set[Any]] = {source: set() for source in Source}
    for kind in Findable.__subclasses__():
        for record in session.scalars(select(kind).where(kind.known_id == person_id)).unique():
            record.renew_keys()
            found_by = record.found_by()
            words[found_by.source] |= found_by.words()
            known.sort_key = found_by.sort_key[:420] or known.sort_key
    for source, theirs in words.items():
        replace_words(known, source, theirs)
