"""TO_CHAR of numbers and TO_NUMBER.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_formating.html
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from .failure import ComputationError

_TOKEN = re.compile(
    r'EEEE|FM|MI|PL|SG|PR|RN|TH|[SLDGV.,90$]|"(?P<text>[^"]*)"|(?P<other>.)', re.IGNORECASE
)
_SIGNS = {"S", "MI", "PL", "SG", "PR"}
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_WIDTH = 15


class Picture:
    """A numeric format: its tokens in capitals, and what they say together."""

    def __init__(self, text: str) -> None:
        matches = list(_TOKEN.finditer(text))
        written = [m[0] for m in matches]
        self.tokens = [_canonical(m) for m in matches]
        unknown = [t for t in self.tokens if t in ("V", "EEEE")]
        if unknown:
            raise ComputationError("0A000", f"the number format {unknown[0]} is not supported")
        points = [i for i, token in enumerate(self.tokens) if token == "."]
        self.point = points[0] if points else len(self.tokens)
        self.before = [i for i, t in enumerate(self.tokens) if t in "90" and i < self.point]
        self.after = [i for i, t in enumerate(self.tokens) if t in "90" and i > self.point]
        self.fills = "FM" not in self.tokens
        self.sign = next((t for t in self.tokens if t in _SIGNS), "")
        self.roman = next((w for w in written if w.upper() == "RN"), "")
        self.ordinal = next((w for w in written if w.upper() == "TH"), "")

    @property
    def first_digit(self) -> int:
        """The place of the first digit or of the point, whichever comes first."""
        return min([*self.before[:1], self.point])


def _canonical(match: re.Match[str]) -> str:
    if match["text"] is not None or match["other"] is not None:
        return "'" + (match["text"] if match["other"] is None else match["other"])
    return {"D": ".", "G": ",", "L": "$"}.get(match[0].upper(), match[0].upper())


_picture = lru_cache(maxsize=256)(Picture)


def to_char(text: str, picture_text: str) -> str:
    """The number, given as text, in the format; # where it has too many digits."""
    picture, number = _picture(picture_text), Decimal(text)
    if picture.roman:
        return _roman(number, picture)
    rounded = number.quantize(Decimal(1).scaleb(-len(picture.after)), ROUND_HALF_UP)
    return _Writer(picture, rounded).write()


def _roman(number: Decimal, picture: Picture) -> str:
    rest = int(number.quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 < rest < 4000:
        return "#" * _ROMAN_WIDTH
    found = ""
    for value, letters in _ROMAN:
        found += letters * (rest // value)
        rest %= value
    shown = found.lower() if picture.roman.islower() else found
    return shown.rjust(_ROMAN_WIDTH) if picture.fills else shown


class _Writer:
    """Writes one number by a picture, token after token."""

    def __init__(self, picture: Picture, number: Decimal) -> None:
        self.picture = picture
        self.negative = number < 0
        digits = format(abs(number), "f")
        whole, _, fraction = digits.partition(".")
        if whole == "0" and picture.after and not self._has_zero_before():
            whole = ""
        if len(whole) > len(picture.before):
            whole, fraction = "#" * len(picture.before), "#" * len(picture.after)
        self.whole, self.fraction = whole, fraction
        self.sign_written = picture.sign in ("MI", "PL", "SG")

    def _has_zero_before(self) -> bool:
        return any(self.picture.tokens[i] == "0" for i in self.picture.before)

    def write(self) -> str:
        """The text."""
        parts = [self._token(i, token) for i, token in enumerate(self.picture.tokens)]
        return "".join(parts) + self._ending()

    def _token(self, index: int, token: str) -> str:
        if token in ("9", "0"):
            return self._digit(index)
        if token == ".":
            return self._opening_sign() + "."
        if token == ",":
            begun = any(self._shows(i) for i in self.picture.before if i < index)
            return "," if begun else self._blank()
        if token == "$" or token.startswith("'"):
            return "$" if token == "$" else token[1:]
        return self._sign_at_its_place(index, token)

    def _shows(self, index: int) -> bool:
        """Whether the place before the point holds a digit, or a zero that is asked for."""
        places = self.picture.before
        position = places.index(index)
        zero = any(self.picture.tokens[i] == "0" for i in places[: position + 1])
        return zero or position >= len(places) - len(self.whole)

    def _digit(self, index: int) -> str:
        picture = self.picture
        if index > picture.point:
            return self._fraction_digit(picture.after.index(index))
        if not self._shows(index):
            return self._blank()
        from_end = len(picture.before) - picture.before.index(index)
        digit = self.whole[-from_end] if from_end <= len(self.whole) else "0"
        return self._opening_sign() + digit

    def _fraction_digit(self, position: int) -> str:
        wanted = self.fraction
        if not self.picture.fills:
            kept = [i for i, place in enumerate(self.picture.after)
                    if self.picture.tokens[place] == "0" or wanted[i] != "0"]  # fmt: skip
            wanted = wanted[: kept[-1] + 1 if kept else 0]
        return wanted[position] if position < len(wanted) else ""

    def _opening_sign(self) -> str:
        if self.sign_written:
            return ""
        self.sign_written = True
        picture = self.picture
        if picture.sign == "S":
            leading = picture.tokens.index("S") < picture.first_digit
            return self._plus_or_minus() if leading else ""
        if picture.sign == "PR":
            return "<" if self.negative else self._blank()
        return "-" if self.negative else self._blank()

    def _sign_at_its_place(self, index: int, token: str) -> str:
        if token == "S" and index > self.picture.first_digit:
            return self._plus_or_minus()
        if token == "MI":
            return "-" if self.negative else self._blank()
        if token == "PL":
            return self._blank() if self.negative else "+"
        return self._plus_or_minus() if token == "SG" else ""

    def _ending(self) -> str:
        if self.picture.sign == "PR":
            return ">" if self.negative else self._blank()
        return self._suffix() if self.picture.ordinal and not self.negative else ""

    def _suffix(self) -> str:
        last_two = int(self.whole or "0") % 100 if "#" not in self.whole else 0
        suffix = {1: "ST", 2: "ND", 3: "RD"}.get(last_two % 10, "TH")
        if 10 < last_two < 14:
            suffix = "TH"
        return suffix.lower() if self.picture.ordinal.islower() else suffix

    def _plus_or_minus(self) -> str:
        return "-" if self.negative else "+"

    def _blank(self) -> str:
        return " " if self.picture.fills else ""


def to_number(text: str, picture_text: str) -> str:
    """The number that the text holds, as text again; raises where it does not fit the format."""
    picture = _picture(picture_text)
    plain = text.strip().replace("$", "")
    if "," in picture.tokens:
        plain = plain.replace(",", "")
    negative = "-" in plain or plain.startswith("<")
    plain = re.sub(r"^[<+-]?\s*|\s*[>+-]?$", "", plain)
    if not re.fullmatch(r"\d+(\.\d*)?|\.\d+", plain):
        raise ComputationError("22P02", f'invalid input syntax for type numeric: "{text}"')
    whole, _, fraction = plain.partition(".")
    if len(whole.lstrip("0")) > len(picture.before) or len(fraction) > len(picture.after):
        raise ComputationError("0A000", f'"{text}" has more digits than "{picture_text}"')
    return ("-" if negative else "") + plain


COMPUTED = (
    ("number_to_char", to_char, ("VARCHAR", "VARCHAR"), "VARCHAR"),
    ("to_number", to_number, ("VARCHAR", "VARCHAR"), "VARCHAR"),
)
