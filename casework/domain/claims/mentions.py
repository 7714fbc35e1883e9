"""Numbers with what they are said of: unit, words around, whether a level, a change or an earlier period's figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from casework.domain.claims.text import Sentence, sentences
from casework.domain.claims.tokens import Token, TokenKind, tokens
from casework.domain.claims.units import unit_of


class Role(StrEnum):
    """What a number says: how many there are, how many more or fewer, how many there were, a share, a growth."""

    LEVEL = "level"
    DELTA = "delta"
    PRIOR = "prior"
    RATE = "rate"
    GROWTH = "growth"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mention:
    """A number of a sentence. `lead`, `noun`: the words before it in its item and after it. `sign`: +1 tăng, -1 giảm.

    `group`: the innermost bracket in which it stands, 0 outside all. `index`: its place among the draft's mentions.
    """

    token: Token
    role: Role
    unit: str
    lead: str
    noun: str
    group: int
    index: int
    sign: int = 0
    approx: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the draft."""
        return self.token.start

    @property
    def end(self) -> int:
        """Where it ends in the draft."""
        return self.token.end

    @property
    def count(self) -> int:
        """The whole number that it writes."""
        return int(self.token.value)

    @property
    def words(self) -> str:
        """All words of its item, in small letters."""
        return f"{self.lead} {self.noun}"


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets of a sentence; `parent`: the one around it. Unclosed ones end with the sentence."""

    start: int
    end: int
    parent: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its numbers and brackets (`brackets[0]` is the whole sentence)."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    brackets: tuple[Bracket, ...]

    def inside(self, group: int, outer: int) -> bool:
        """Whether bracket `group` is `outer` or stands within it."""
        while group != outer:
            if group == 0:
                return False
            group = self.brackets[group].parent
        return True


_SEPARATOR = re.compile(r"[,;:()|]|\s[–-]\s|\svà\s|\svới\s(?=[0-9])|/")
_UP = re.compile(r"(?<!\w)(?:tăng(?: thêm| được)?|cao hơn|nhiều hơn)(?:\s+(?:khoảng|gần|hơn|trên))?\s*$")
_DOWN = re.compile(r"(?<!\w)(?:giảm(?: được| bớt)?|thấp hơn|ít hơn)(?:\s+(?:khoảng|gần|hơn|trên))?\s*$")
_APPROX = re.compile(
    r"(?<!\w)(?:gần|hơn|trên|khoảng|dưới|ước|ước đạt|xấp xỉ|ít nhất|tối đa|tối thiểu|bình quân|trung bình|không quá"
    r"|ngót|chừng|từ|tới|đến|lên|xuống|quá|đủ)\s*$"
)
_OVER_ALL = re.compile(r"(?:tổng (?:số )?|dựa |tính )trên\s*$|^\s*trên\s*$")
_OF_ALL = re.compile(r"\s*(?:\w+\s){0,3}trên\s+(?:tổng số\s+)?")
_OR_MORE = re.compile(r"\s*(?:trở lên|trở xuống|trở đi)")
_PRIOR = re.compile(
    r"(?:so với(?: cùng kỳ(?: năm)?(?: trước)?)?(?: là)?"
    r"|cùng kỳ(?: năm)?(?: trước)?(?:\s+(?:là|có|tiếp|nhận|ghi nhận))?)\s*:?\s*$"
)
_PRIOR_BRACKET = re.compile(r"\(\s*(?:cùng kỳ|năm trước|kỳ trước)[^;,()]*")


def statements(smoothed: str) -> tuple[list[Statement], list[Token]]:
    """The sentences of a draft that is ready (`text.ready`) with numbers in them, and the tokens of foreign marks."""
    found: list[Statement] = []
    foreign: list[Token] = []
    index = 0
    for sentence in sentences(smoothed):
        piece = smoothed[sentence.start : sentence.end]
        brackets = _brackets(piece)
        numbers = [_moved(token, sentence.start) for token in tokens(piece)]
        foreign += [token for token in numbers if token.kind is TokenKind.FOREIGN]
        mentions = _mentions(smoothed, sentence, brackets, numbers, index)
        index += len(mentions)
        if mentions:
            found.append(Statement(sentence, tuple(mentions), brackets))
    return found, foreign


def _moved(token: Token, by: int) -> Token:
    return replace(token, start=token.start + by, end=token.end + by)


def _brackets(piece: str) -> tuple[Bracket, ...]:
    """The brackets of a sentence, positions within it; "(1)" and "a)" are none."""
    plain = re.sub(r"\([0-9ivxa-zđ]{1,3}\)", lambda m: " " * len(m.group()), piece)
    found = [Bracket(0, len(piece), 0, True)]
    open_ones = [0]
    for at, sign in enumerate(plain):
        if sign == "(":
            found.append(Bracket(at, len(piece), open_ones[-1], False))
            open_ones.append(len(found) - 1)
        elif sign == ")" and len(open_ones) > 1:
            last = open_ones.pop()
            found[last] = replace(found[last], end=at, closed=True)
    return tuple(found)


def _mentions(
    smoothed: str, sentence: Sentence, brackets: Sequence[Bracket], numbers: Sequence[Token], first: int
) -> list[Mention]:
    found: list[Mention] = []
    for at, token in enumerate(numbers):
        if token.kind not in (TokenKind.COUNT, TokenKind.PERCENT, TokenKind.MEASURE, TokenKind.POINTS):
            continue
        before = numbers[at - 1].end if at else sentence.start
        after = numbers[at + 1].start if at + 1 < len(numbers) else sentence.end
        lead, noun = smoothed[before : token.start].lower(), smoothed[token.end : after].lower()
        item, tail = _last_part(lead), _first_part(noun)
        group = max((n for n, b in enumerate(brackets) if b.start <= token.start - sentence.start < b.end), default=0)
        sign = 1 if _UP.search(item) else -1 if _DOWN.search(item) else 0
        made = Mention(
            token, _role(token, sign), unit_of(tail, lead), item, tail, group, first + len(found), sign,
            _is_approx(lead, tail, after_count=at > 0 and numbers[at - 1].kind is TokenKind.COUNT),
        )  # fmt: skip
        found.append(_told_before(made, found, lead, brackets, smoothed, sentence))
    return found


def _role(token: Token, sign: int) -> Role:
    if token.kind is TokenKind.PERCENT:
        return Role.GROWTH if sign else Role.RATE
    if token.kind is TokenKind.COUNT:
        return Role.DELTA if sign else Role.LEVEL
    return Role.OTHER


def _last_part(lead: str) -> str:
    told = re.sub(r":(\s*)$", r" \1", lead)  # "còn lại: 35": the words before the colon are said of the number
    ends = [m.end() for m in _SEPARATOR.finditer(told)]
    return told[ends[-1] :] if ends else told


def _first_part(noun: str) -> str:
    found = _SEPARATOR.search(noun)
    part = noun[: found.start()] if found else noun
    more = re.match(r" ý kiến, kiến nghị| kiến nghị, phản ánh| phản ánh, kiến nghị", noun)
    return more.group() if more and len(more.group()) > len(part) else part


def _is_approx(lead: str, tail: str, *, after_count: bool) -> bool:
    if _OR_MORE.match(tail):
        return True
    if after_count and _OF_ALL.fullmatch(lead):
        return False
    return _APPROX.search(lead) is not None and _OVER_ALL.search(lead) is None


def _told_before(
    made: Mention,
    found: Sequence[Mention],
    lead: str,
    brackets: Sequence[Bracket],
    smoothed: str,
    sentence: Sentence,
) -> Mention:
    """The mention with its role settled by what stands before: of an earlier period, or one more change in a row."""
    if made.role is not Role.LEVEL:
        return made
    bracket = brackets[made.group]
    inner = smoothed[sentence.start + bracket.start : made.start].lower() if made.group else ""
    outer = smoothed[max(sentence.start, sentence.start + bracket.start - 40) : sentence.start + bracket.start].lower()
    whole_bracket = smoothed[sentence.start + bracket.start : sentence.start + bracket.end]
    after_prior = (
        made.group
        and re.fullmatch(r"\([^0-9,;]*", inner)
        and re.search(r"gồm|trong đó|chia|[,;][^0-9]*[0-9]", whole_bracket) is None
        and re.search(r"cùng kỳ(?: năm(?: trước| [0-9]{4})?)?\s*$", outer)
    )
    near = smoothed[max(sentence.start, made.start - 60) : made.start].lower()
    plain = re.sub(r"năm (?:[0-9]{4}|trước)", "năm", near)
    in_bracket = made.group and _PRIOR_BRACKET.fullmatch(inner)
    if after_prior or in_bracket or _PRIOR.search(plain):
        return replace(made, role=Role.PRIOR)
    last = found[-1] if found else None
    if last is None or last.group != made.group:
        return made
    between = lead.strip()
    joined = between.removeprefix(last.noun.strip()).strip() if last.noun.strip() else between
    if last.role is Role.PRIOR and joined in ("/", "với", "và", ","):
        return replace(made, role=Role.PRIOR)
    if last.role is Role.DELTA and joined in (",", "và", ", và") and made.unit != last.unit and made.unit:
        return replace(made, role=Role.DELTA, sign=last.sign)
    return made
