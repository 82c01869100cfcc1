"""What a question of knowledge asks for, told only where every word of it is understood."""

from __future__ import annotations

import re

from curation.unisandbox.reading.words import plain

# Words by which questions in some languages name an attribute.
_ASKED = {
    "gender": "gender|género|genre|geschlecht|性别|性別|sexe|sexo|sesso|genere",
    "age": "age|old|edad|años|âge|alter|alt|年龄|年齢|年齡|età",
    "hair": "hair|cabello|pelo|cheveux|haare?|头发|頭髮|髪|capelli",
    "skin": "skin|piel|peau|teint|haut|肤色|皮肤|膚色|肌|pelle",
    "favorite fruit": "fruit|fruta|obst|lieblingsobst|lieblingsfrucht|水果|果物|frutta|frutto",
    "favorite flower": "flower|flor|fleur|blume|lieblingsblume|花|fiore",
    "club": "club|klub|verein|俱乐部|クラブ|部活",
}
_ASKED_RE = {
    label: re.compile(
        "|".join(rf"\b{word}\b" if word[0] < "\u3000" else word for word in words.split("|")), re.IGNORECASE
    )
    for label, words in _ASKED.items()
}
# Words that a plain question may hold beside a name and an attribute. `likes least`, `not` and `'s mother` turn a
# question round, so a question with any other word is not understood.
_PLAIN_WORDS = """
a an about all and belong belongs best can character club colour could describe do does draw draw everything
favorite favourite for from generate give has have how i image in introduce is know like likes look loves made make
me member most much of old one person photo photograph photorealistic picture please portrait prefer preferred
prefers realistic render s sentence show shows so tell that the there to type want what
whats which who whose with would you
create paint produce depict illustrate
cuál cual cuáles es son la el las los de del que qué a en pertenece como cómo tiene favorita favorito preferida
preferido cuántos años está edad
quel quelle quels quelles est sont le la les du des d l âge son sa ses préféré préférée favori favorite à dans
appartient comment couleur a t il elle on trouve
was wie welche welches welchen welcher ist sind das die der den dem in von hat gehört am liebsten mag lieblings
welchem sein seine alt
qual è quali sono il lo la gli di che preferito preferita quanti anni ha
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
FROM = re.compile(
    r" from (?:(?:the )?(?:[A-Z]\w+ ?){1,4}(?:stories|lab|tales|books?)?|the (?:stories|tales|books?))(?=[ .,?!]|$)"
)
"""Where somebody comes from, which is said in capitals: `from the Copper Hollow stories`."""
_SIGNS = re.compile(r"[的是什么样多少大岁最喜欢哪种個个属于一吗呢在请生成画张图片好きなは何で何色どんあの]+")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


def asked(question: str, names: list[str]) -> list[str] | None:
    """The attributes that a question asks for; None where it holds a word that is not understood.

    Args:
        question: Its text.
        names: The people whom it names; a genitive is taken off with the name.
    """
    text = plain(question)
    for name in names:
        text = re.sub(rf"{re.escape(name)}(?:'s|'|s(?= ))?", " ", text)
    text = FROM.sub(" ", text)
    found = []
    for label, pattern in _ASKED_RE.items():
        text, number = pattern.subn(" ", text)
        if number:
            found.append(label)
    text = _SIGNS.sub(" ", text)
    if re.search(r"\d", text) or any(word.lower() not in _PLAIN for word in _WORD.findall(text)):
        return None
    return found
