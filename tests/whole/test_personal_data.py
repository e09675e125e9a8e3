"""Nothing is known of a person that the list of personal data does not name, with purpose and days."""

import importlib.util
import pkgutil

import helpexchange
from helpexchange.core.database import Base
from helpexchange.privacy.personal_data import NOT_PERSONAL, PERSONAL, WITHOUT_PEOPLE
from helpexchange.privacy.rules import PURPOSE_WORDS, RETENTION_DAYS, RETENTION_WORDS, Kept, Purpose


def tables() -> dict[str, list[str]]:
    """Every table of every feature with its columns."""
    for feature in pkgutil.iter_modules(helpexchange.__path__):
        if feature.ispkg and importlib.util.find_spec(f"helpexchange.{feature.name}.models"):
            importlib.import_module(f"helpexchange.{feature.name}.models")
    return {name: sorted(table.c.keys()) for name, table in Base.metadata.tables.items()}


def test_every_table_is_listed_once() -> None:
    assert set(PERSONAL) & WITHOUT_PEOPLE == set()
    assert sorted({*PERSONAL, *WITHOUT_PEOPLE}) == sorted(tables())


def test_every_column_of_a_personal_table_is_listed_once() -> None:
    columns = tables()
    for name, table in PERSONAL.items():
        personal = [column for of_purpose in table.columns.values() for column in of_purpose]
        assert sorted([*personal, *NOT_PERSONAL[name]]) == columns[name], name


def test_every_purpose_and_every_time_has_its_words() -> None:
    assert set(PURPOSE_WORDS) == set(Purpose)
    assert set(RETENTION_WORDS) == set(Kept)
    assert set(RETENTION_DAYS) == set(Kept) - {Kept.WITH_ACCOUNT, Kept.WITH_RECORDS, Kept.UNTIL_RUN_OUT}
