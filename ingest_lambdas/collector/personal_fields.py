"""Which fields of traits, properties and context hold personal data: by name, or by path.

Names are compared without case, underscores and hyphens, so that firstName covers first_name.
A path such as properties.customer.vat_id names one field; lists on the way are passed through.
"""

from collections.abc import Iterable
from functools import lru_cache

from ingest_lambdas.collector.hiding import FieldNames, Rule
from ingest_lambdas.contract.envelope import Violation

HIDDEN = "a personal value"

ANYWHERE = frozenset(
    {
        "address",
        "advertisingid",
        "androididfa",
        "anonymousid",
        "appleidfa",
        "appleidfv",
        "appsetid",
        "avatar",
        "billingfulladdress",
        "billingpostcode",
        "birthdate",
        "birthday",
        "customerid",
        "dateofbirth",
        "deviceid",
        "dob",
        "email",
        "emailaddress",
        "familyname",
        "firstname",
        "fp",
        "fullname",
        "gaid",
        "givenname",
        "idfa",
        "idfv",
        "ip",
        "ipaddress",
        "lastname",
        "latitude",
        "longitude",
        "mac",
        "macaddress",
        "middlename",
        "mobile",
        "mobilenumber",
        "networkuserid",
        "openidfa",
        "passport",
        "phone",
        "phonenumber",
        "postaladdress",
        "previousid",
        "recipient",
        "shippingfulladdress",
        "shippingpostcode",
        "ssn",
        "street",
        "streetaddress",
        "surname",
        "telephone",
        "userid",
        "username",
    }
)
TRAITS = frozenset({"id", "name"})
DEVICE = frozenset({"id", "name", "token"})


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


class PersonalFields:
    """Decides over fields: the known names and those given, but for those excepted."""

    def __init__(self, personal: Iterable[str] = (), not_personal: Iterable[str] = ()) -> None:
        hidden, excepted = list(personal), list(not_personal)
        self._excepted = frozenset(_plain(name) for name in excepted if "." not in name)
        given = {_plain(name) for name in hidden if "." not in name}
        self._names = (ANYWHERE | given) - self._excepted
        self.covers = lru_cache(maxsize=8192)(self._covers)
        self.anywhere = FieldNames(self.covers)
        self.roots = {
            "properties": FieldNames(self.covers),
            "traits": self._with(TRAITS),
            "group": FieldNames(self.covers),
            # The address is made coarse later, by the enrichment that owns it.
            "context": FieldNames(
                self.covers, ip=Rule.KEEP, traits=self._with(TRAITS), device=self._with(DEVICE)
            ),
        }
        for path in excepted:
            self._declare(path.split("."), None)
        for path in hidden:
            self._declare(path.split("."), Rule.HIDE)

    def of_data(self, event_type: str, data_field: str) -> FieldNames:
        """The rules of a call's data."""
        root = event_type if event_type == "group" else data_field
        return self.roots.get(root, self.anywhere)

    def hide(self, violations: Iterable[Violation]) -> list[Violation]:
        """The violations without what was found in personal fields."""
        return [
            Violation(**{**violation, "found": HIDDEN}) if self._hides(violation) else violation
            for violation in violations
        ]

    def _covers(self, key: str) -> bool:
        """Whether a field of this name is personal wherever it stands."""
        return _plain(key) in self._names

    def _with(self, own: frozenset[str]) -> FieldNames:
        """Names of a place in which further ones are personal."""
        own = own - self._excepted
        return FieldNames(lambda name: self.covers(name) or name in own)

    def _declare(self, path: list[str], rule: Rule | None) -> None:
        """Gives the field at the end of a path its rule; a name alone is no path."""
        roots = [self.roots[path[0]]] if len(path) > 1 else []
        if path[0] == "traits" and roots:
            roots.append(self.roots["group"])
        for names in roots:
            for part in path[1:-1]:
                names = names.within(part)
            names[path[-1]] = rule

    def _hides(self, violation: Violation) -> bool:
        root, *parts = violation["pointer"].split("/")[1:] or [""]
        names = self.roots.get(root, self.anywhere)
        for part in parts:
            rule = None if part.isdecimal() else names[part]
            if rule is Rule.HIDE:
                return True
            if not part.isdecimal():
                names = rule if isinstance(rule, FieldNames) else self.anywhere
        return False


BUILT_IN = PersonalFields()
is_personal = BUILT_IN.covers
