"""The words that people agree to, in every language and every version that was ever shown.

Add a version at the end of its purpose; never change one that was published. `tests/rules/test_wordings.py`
holds a fingerprint of each.
"""

from __future__ import annotations

from flask_babel import LazyString

from helpexchange.consents.rules import Agreement, ConsentChannel, ConsentPurpose, Wording
from helpexchange.core.i18n import LANGUAGES, Text, current_language, is_easy

WORDINGS: tuple[Wording, ...] = (
    Wording(
        purpose=ConsentPurpose.ASK,
        version="contact_by_office_1",
        texts={
            "en": "I agree: the office may keep these answers and call or write to me about my request.",
            "de": "Ich bin einverstanden: Das Büro darf diese Antworten speichern und mich wegen meiner "
            "Hilfeanfrage anrufen oder mir schreiben.",
            "nl": "Ik ga akkoord: het kantoor mag deze antwoorden bewaren en mij bellen of schrijven over "
            "mijn hulpvraag.",
            "da": "Jeg siger ja til, at kontoret må gemme mine svar og ringe eller skrive til mig om min "
            "anmodning.",
        },
    ),
    Wording(
        purpose=ConsentPurpose.ASK,
        version="contact_by_office_spoken_1",
        is_spoken=True,
        texts={
            "en": "May our office keep what you told me, and call or write to you about it?",
            "de": "Darf unser Büro speichern, was Sie mir gesagt haben, und Sie deswegen anrufen oder Ihnen "
            "schreiben?",
            "nl": "Mag ons kantoor bewaren wat u mij vertelde, en u daarover bellen of schrijven?",
            "da": "Må vores kontor gemme det, du har fortalt mig, og ringe eller skrive til dig om det?",
        },
    ),
    Wording(
        purpose=ConsentPurpose.ASK,
        version="contact_by_office_2",
        texts={
            "en": "I agree: the office may keep these answers and call or write to me about my request. I "
            "can take this back at any time.",
            "de": "Ich bin einverstanden: Das Büro darf diese Antworten speichern und mich wegen meiner "
            "Hilfeanfrage anrufen oder mir schreiben. Ich kann das jederzeit zurücknehmen.",
            "nl": "Ik ga akkoord: het kantoor mag deze antwoorden bewaren en mij bellen of schrijven over "
            "mijn hulpvraag. Ik kan dit op elk moment intrekken.",
            "da": "Jeg siger ja til, at kontoret må gemme mine svar og ringe eller skrive til mig om min "
            "anmodning. Jeg kan trække det tilbage når som helst.",
        },
        easy="Ich sage Ja. Das Büro darf meine Antworten behalten. Das Büro darf mich anrufen. Das Büro darf "
        "mir schreiben. Ich kann später Nein sagen.",
    ),
    Wording(
        purpose=ConsentPurpose.ASK,
        version="contact_by_office_spoken_2",
        is_spoken=True,
        texts={
            "en": "May our office keep what you told me, and call or write to you about it? You can take "
            "this back at any time: a call is enough.",
            "de": "Darf unser Büro speichern, was Sie mir gesagt haben, und Sie deswegen anrufen oder Ihnen "
            "schreiben? Sie können das jederzeit zurücknehmen, ein Anruf genügt.",
            "nl": "Mag ons kantoor bewaren wat u mij vertelde, en u daarover bellen of schrijven? U kunt "
            "dit op elk moment intrekken; een telefoontje is genoeg.",
            "da": "Må vores kontor gemme det, du har fortalt mig, og ringe eller skrive til dig om det? Du "
            "kan trække det tilbage når som helst; du skal bare ringe.",
        },
    ),
    Wording(
        purpose=ConsentPurpose.HELP,
        version="contact_by_office_1",
        texts={
            "en": "I agree: the office may keep these answers and call or write to me about helping.",
            "de": "Ich bin einverstanden: Das Büro darf diese Antworten speichern und mich wegen meines "
            "Angebots anrufen oder mir schreiben.",
            "nl": "Ik ga akkoord: het kantoor mag deze antwoorden bewaren en mij bellen of schrijven over "
            "het helpen.",
            "da": "Jeg siger ja til, at kontoret må gemme mine svar og ringe eller skrive til mig om mit "
            "tilbud.",
        },
    ),
    Wording(
        purpose=ConsentPurpose.HELP,
        version="contact_by_office_2",
        texts={
            "en": "I agree: the office may keep these answers and call or write to me about helping. I can "
            "take this back at any time.",
            "de": "Ich bin einverstanden: Das Büro darf diese Antworten speichern und mich wegen meines "
            "Angebots anrufen oder mir schreiben. Ich kann das jederzeit zurücknehmen.",
            "nl": "Ik ga akkoord: het kantoor mag deze antwoorden bewaren en mij bellen of schrijven over "
            "het helpen. Ik kan dit op elk moment intrekken.",
            "da": "Jeg siger ja til, at kontoret må gemme mine svar og ringe eller skrive til mig om mit "
            "tilbud. Jeg kan trække det tilbage når som helst.",
        },
    ),
    Wording(
        purpose=ConsentPurpose.HELP,
        version="contact_by_office_spoken_1",
        is_spoken=True,
        texts={
            "en": "May our office keep what you told me, and call or write to you about helping? You can "
            "take this back at any time: a call is enough.",
            "de": "Darf unser Büro speichern, was Sie mir gesagt haben, und Sie wegen Ihres Angebots "
            "anrufen oder Ihnen schreiben? Sie können das jederzeit zurücknehmen, ein Anruf genügt.",
            "nl": "Mag ons kantoor bewaren wat u mij vertelde, en u bellen of schrijven over het helpen? U "
            "kunt dit op elk moment intrekken; een telefoontje is genoeg.",
            "da": "Må vores kontor gemme det, du har fortalt mig, og ringe eller skrive til dig om dit "
            "tilbud? Du kan trække det tilbage når som helst; du skal bare ringe.",
        },
    ),
    Wording(
        purpose=ConsentPurpose.ACCOUNT,
        version="own_account_1",
        texts={
            "en": "I agree: this service may keep my name, my e-mail address and how I sign in, for my "
            "account. I can take this back at any time; then the account ends.",
            "de": "Ich bin einverstanden: Für mein Konto dürfen mein Name, meine E-Mail-Adresse und die "
            "Art, wie ich mich anmelde, gespeichert werden. Ich kann das jederzeit zurücknehmen; dann "
            "endet das Konto.",
            "nl": "Ik ga akkoord: voor mijn account mogen mijn naam, mijn e-mailadres en mijn manier van "
            "inloggen worden bewaard. Ik kan dit op elk moment intrekken; dan eindigt het account.",
            "da": "Jeg siger ja til, at mit navn, min e-mailadresse og min måde at logge ind på må gemmes "
            "til min konto. Jeg kan trække det tilbage når som helst; så ophører kontoen.",
        },
    ),
    Wording(
        purpose=ConsentPurpose.REPRESENT,
        version="act_for_me_1",
        texts={
            "en": "I agree: this person may act for me here: ask for help, see how my requests stand, "
            "change and end them. I can end this at any time.",
            "de": "Ich bin einverstanden: Diese Person darf hier für mich handeln: um Hilfe bitten, "
            "sehen, wie es um meine Anfragen steht, sie ändern und beenden. Ich kann das jederzeit "
            "beenden.",
            "nl": "Ik ga akkoord: deze persoon mag hier voor mij handelen: hulp vragen, zien hoe het "
            "met mijn vragen staat, ze wijzigen en beëindigen. Ik kan dit op elk moment stoppen.",
            "da": "Jeg siger ja til, at denne person må handle for mig her: bede om hjælp, se, hvordan "
            "det går med mine anmodninger, ændre dem og afslutte dem. Jeg kan stoppe det når som helst.",
        },
        easy="Ich sage Ja. Diese Person darf hier für mich sprechen. Sie darf für mich um Hilfe bitten. "
        "Sie darf meine Anfragen sehen. Sie darf meine Anfragen ändern und beenden. Ich kann später "
        "Nein sagen.",
    ),
    Wording(
        purpose=ConsentPurpose.REPRESENT,
        version="act_for_me_spoken_1",
        is_spoken=True,
        texts={
            "en": "May this person act for you with us: ask for help, see how your requests stand, "
            "change and end them? You can end this at any time: a call is enough.",
            "de": "Darf diese Person bei uns für Sie handeln: um Hilfe bitten, sehen, wie es um Ihre "
            "Anfragen steht, sie ändern und beenden? Sie können das jederzeit beenden, ein Anruf genügt.",
            "nl": "Mag deze persoon bij ons voor u handelen: hulp vragen, zien hoe het met uw vragen "
            "staat, ze wijzigen en beëindigen? U kunt dit op elk moment stoppen; een telefoontje is "
            "genoeg.",
            "da": "Må denne person handle for dig hos os: bede om hjælp, se, hvordan det går med dine "
            "anmodninger, ændre dem og afslutte dem? Du kan stoppe det når som helst; du skal bare "
            "ringe.",
        },
    ),
    Wording(
        purpose=ConsentPurpose.REPRESENT_AND_SEE,
        version="act_for_me_and_see_1",
        texts={
            "en": "I agree: this person may act for me here: ask for help, see how my requests stand, "
            "change and end them, and see my address, phone number and e-mail address. I can end this "
            "at any time.",
            "de": "Ich bin einverstanden: Diese Person darf hier für mich handeln: um Hilfe bitten, "
            "sehen, wie es um meine Anfragen steht, sie ändern und beenden, und meine Adresse, "
            "Telefonnummer und E-Mail-Adresse sehen. Ich kann das jederzeit beenden.",
            "nl": "Ik ga akkoord: deze persoon mag hier voor mij handelen: hulp vragen, zien hoe het "
            "met mijn vragen staat, ze wijzigen en beëindigen, en mijn adres, telefoonnummer en "
            "e-mailadres zien. Ik kan dit op elk moment stoppen.",
            "da": "Jeg siger ja til, at denne person må handle for mig her: bede om hjælp, se, hvordan "
            "det går med mine anmodninger, ændre dem og afslutte dem, og se min adresse, mit "
            "telefonnummer og min e-mailadresse. Jeg kan stoppe det når som helst.",
        },
        easy="Ich sage Ja. Diese Person darf hier für mich sprechen. Sie darf für mich um Hilfe bitten. "
        "Sie darf meine Anfragen sehen, ändern und beenden. Sie darf meine Adresse und Nummer sehen. "
        "Ich kann später Nein sagen.",
    ),
    Wording(
        purpose=ConsentPurpose.REPRESENT_AND_SEE,
        version="act_for_me_and_see_spoken_1",
        is_spoken=True,
        texts={
            "en": "May this person act for you with us: ask for help, see how your requests stand, "
            "change and end them, and see your address, phone number and e-mail address? You can end "
            "this at any time: a call is enough.",
            "de": "Darf diese Person bei uns für Sie handeln: um Hilfe bitten, sehen, wie es um Ihre "
            "Anfragen steht, sie ändern und beenden, und Ihre Adresse, Telefonnummer und E-Mail-Adresse "
            "sehen? Sie können das jederzeit beenden, ein Anruf genügt.",
            "nl": "Mag deze persoon bij ons voor u handelen: hulp vragen, zien hoe het met uw vragen "
            "staat, ze wijzigen en beëindigen, en uw adres, telefoonnummer en e-mailadres zien? U kunt "
            "dit op elk moment stoppen; een telefoontje is genoeg.",
            "da": "Må denne person handle for dig hos os: bede om hjælp, se, hvordan det går med dine "
            "anmodninger, ændre dem og afslutte dem, og se din adresse, dit telefonnummer og din "
            "e-mailadresse? Du kan stoppe det når som helst; du skal bare ringe.",
        },
    ),
)


def current_wording(purpose: ConsentPurpose, *, is_spoken: bool = False) -> Wording:
    """Return the words that are asked for now: the latest version."""
    return [each for each in WORDINGS if (each.purpose, each.is_spoken) == (purpose, is_spoken)][-1]


def wording_text(purpose: ConsentPurpose, *, is_spoken: bool = False) -> Text:
    """Return the words that are asked for now, in the language of whoever reads them."""
    wording = current_wording(purpose, is_spoken=is_spoken)
    text: Text = LazyString(lambda: (is_easy() and wording.easy) or wording.texts[current_language()])
    return text


def agreement(
    purpose: ConsentPurpose,
    *,
    language: str,
    channel: ConsentChannel = ConsentChannel.ONLINE,
    reads_easy: bool = False,
) -> Agreement:
    """Return that somebody has just agreed to the words that are asked for now."""
    is_spoken = channel is ConsentChannel.PHONE
    wording = current_wording(purpose, is_spoken=is_spoken)
    known = language if language in LANGUAGES else "en"
    return Agreement(wording=wording, language=known, channel=channel, reads_easy=reads_easy)
