"""The standard kinds of help and skills: how much trust each needs, which checks, and how long a visit takes.

The risk class decides about the checks: whoever is alone with somebody at home or sees their papers needs
more trust than whoever fetches milk; whoever is alone with children needs the most. Adding a line here
(and its name in `labels.py`) adds a kind of help; a test keeps the two lists equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpexchange.skills.models import RiskClass

CHECKS_OF_RISK: dict[RiskClass, tuple[str, ...]] = {
    RiskClass.LOW: ("interview",),
    RiskClass.MIDDLE: ("interview", "conduct"),
    RiskClass.HIGH: ("interview", "conduct", "training"),
}


#: What a request without any skill is filed under; it asks for no skill.
OTHER_CODE = "other"


@dataclass(frozen=True, slots=True)
class StandardSkill:
    """A kind of help or a skill.

    Attributes:
        visit_minutes: what one visit usually takes.
        more_checks: needed beside those of the risk class.
    """

    code: str
    risk_class: RiskClass = RiskClass.LOW
    visit_minutes: int = 60
    is_kind_of_help: bool = True
    is_remote: bool = False
    more_checks: tuple[str, ...] = ()

    @property
    def checks(self) -> tuple[str, ...]:
        """Codes of the checks a helper needs.

        A skill that is no kind of help asks for none by itself, and of "other" nobody knows what it is.
        """
        if not self.is_kind_of_help or self.code == OTHER_CODE:
            return ()
        return tuple(sorted({*CHECKS_OF_RISK[self.risk_class], *self.more_checks}))


KINDS_OF_HELP: tuple[StandardSkill, ...] = (
    StandardSkill("company", RiskClass.MIDDLE, 90),
    StandardSkill("shopping", RiskClass.LOW, 60),
    StandardSkill("escort", RiskClass.LOW, 120),
    StandardSkill("walking", RiskClass.LOW, 60),
    StandardSkill("phone_company", RiskClass.LOW, 30, is_remote=True),
    StandardSkill("garden", RiskClass.LOW, 120),
    StandardSkill("repair", RiskClass.MIDDLE, 90),
    StandardSkill("technology", RiskClass.MIDDLE, 60),
    StandardSkill("letters", RiskClass.MIDDLE, 60),
    StandardSkill("reading", RiskClass.LOW, 60),
    StandardSkill("driving", RiskClass.MIDDLE, 120, more_checks=("driving_licence",)),
    StandardSkill("pets", RiskClass.LOW, 45),
    StandardSkill("study_support", RiskClass.HIGH, 60),
    StandardSkill("snow", RiskClass.LOW, 45),
    StandardSkill("music", RiskClass.LOW, 60),
    StandardSkill("cooking", RiskClass.MIDDLE, 120),
    StandardSkill("sewing", RiskClass.LOW, 60),
    StandardSkill(OTHER_CODE),
)

SKILLS_ONLY: tuple[StandardSkill, ...] = tuple(
    StandardSkill(code, is_kind_of_help=False) for code in ("sign_language", "dementia", "wheelchair")
)

STANDARD_SKILLS = (*KINDS_OF_HELP, *SKILLS_ONLY)
