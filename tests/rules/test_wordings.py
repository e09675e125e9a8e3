"""The words that people agree to: complete in every language, and never changed once they were shown."""

import hashlib

import pytest

from helpexchange.config import LANGUAGES
from helpexchange.consents.rules import ConsentChannel, ConsentPurpose, Wording
from helpexchange.consents.wordings import WORDINGS, agreement, current_wording

#: Of every version that was ever published. A new version gets a new line; a changed one is a fault.
FINGERPRINTS = {
    (ConsentPurpose.ASK, "contact_by_office_1"): "f295084d435b7445",
    (ConsentPurpose.ASK, "contact_by_office_spoken_1"): "c9b2a01b9ed796ec",
    (ConsentPurpose.ASK, "contact_by_office_2"): "4dc5075fafed5eb5",
    (ConsentPurpose.ASK, "contact_by_office_spoken_2"): "5ac9282e1184e899",
    (ConsentPurpose.HELP, "contact_by_office_1"): "6e77a87c7b396d2d",
    (ConsentPurpose.HELP, "contact_by_office_2"): "38731b76e0498341",
    (ConsentPurpose.HELP, "contact_by_office_spoken_1"): "bcd6a63ca76dc6a9",
    (ConsentPurpose.ACCOUNT, "own_account_1"): "1f71157729748ab7",
    (ConsentPurpose.REPRESENT, "act_for_me_1"): "8e71c4816ea7b54d",
    (ConsentPurpose.REPRESENT, "act_for_me_spoken_1"): "e4b9fca6ec7d31b1",
    (ConsentPurpose.REPRESENT_AND_SEE, "act_for_me_and_see_1"): "2e333183577baa05",
    (ConsentPurpose.REPRESENT_AND_SEE, "act_for_me_and_see_spoken_1"): "61e2029afae6e0ac",
}


def fingerprint(wording: Wording) -> str:
    texts = [wording.texts[language] for language in sorted(wording.texts)]
    return hashlib.sha256("\n".join(filter(None, [*texts, wording.easy])).encode()).hexdigest()[:16]


def test_every_wording_is_there_in_every_language() -> None:
    for wording in WORDINGS:
        assert set(wording.texts) == set(LANGUAGES), wording.version


def test_a_published_wording_never_changes() -> None:
    known = {(each.purpose, each.version): fingerprint(each) for each in WORDINGS}
    assert known == FINGERPRINTS


def test_no_version_is_there_twice() -> None:
    names = [(each.purpose, each.version) for each in WORDINGS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("purpose", ConsentPurpose)
def test_the_latest_version_is_asked_for(purpose: ConsentPurpose) -> None:
    written = [each for each in WORDINGS if each.purpose == purpose and not each.is_spoken]
    assert current_wording(purpose) is written[-1]


def test_easy_words_are_kept_as_they_were_shown() -> None:
    given = agreement(ConsentPurpose.ASK, language="de", reads_easy=True)
    assert given.text.startswith("Ich sage Ja.")
    assert agreement(ConsentPurpose.HELP, language="de", reads_easy=True).text.startswith("Ich bin")


def test_on_the_phone_the_words_to_be_read_out_count() -> None:
    given = agreement(ConsentPurpose.ASK, language="de", channel=ConsentChannel.PHONE)
    assert given.wording.is_spoken
    assert given.text.startswith("Darf unser Büro")


def test_an_unknown_language_is_english() -> None:
    assert agreement(ConsentPurpose.HELP, language="xx").language == "en"
