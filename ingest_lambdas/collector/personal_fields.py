"""Which fields of traits, properties and context hold personal data, by name.

Names are compared without case, underscores and hyphens, so that firstName covers first_name.
"""

from functools import lru_cache

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


@lru_cache(maxsize=8192)
def is_personal(key: str) -> bool:
    """Whether a field of this name is personal wherever it stands."""
    return key.lower().replace("_", "").replace("-", "") in ANYWHERE
