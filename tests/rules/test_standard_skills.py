"""The standard kinds of help agree with their names and with the checks that have a name."""

from helpexchange.skills.labels import CHECKS, SKILLS
from helpexchange.skills.models import RiskClass
from helpexchange.skills.standard import CHECKS_OF_RISK, KINDS_OF_HELP, OTHER_CODE, STANDARD_SKILLS


def test_every_standard_skill_has_a_name_and_every_name_a_skill() -> None:
    assert sorted(skill.code for skill in STANDARD_SKILLS) == sorted(SKILLS)


def test_every_check_has_a_name() -> None:
    assert {check for skill in STANDARD_SKILLS for check in skill.checks} <= CHECKS.keys()


def test_more_risk_asks_for_more_checks() -> None:
    low, middle, high = (
        set(CHECKS_OF_RISK[risk]) for risk in (RiskClass.LOW, RiskClass.MIDDLE, RiskClass.HIGH)
    )
    assert low < middle < high


def test_every_kind_of_help_but_other_asks_for_an_interview() -> None:
    without = [skill.code for skill in KINDS_OF_HELP if "interview" not in skill.checks]
    assert without == [OTHER_CODE]
