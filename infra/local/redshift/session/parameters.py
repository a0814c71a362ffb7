"""SET, SHOW and RESET: the session's configuration parameters."""

from ..errors import RedshiftError, not_supported
from .isolation import Isolation

# Accepted because they change nothing in what is answered here.
_DEFAULTS = {
    "analyze_threshold_percent": "10",
    "application_name": "",
    "autocommit": "on",
    "cast_super_null_on_error": "on",
    "client_encoding": "UTF8",
    "client_min_messages": "notice",
    "datestyle": "ISO, MDY",
    "enable_case_sensitive_identifier": "off",
    "enable_case_sensitive_super_attribute": "off",
    "enable_result_cache_for_session": "on",
    "error_on_nondeterministic_update": "off",
    "extra_float_digits": "0",
    "mv_enable_aqmv_for_session": "on",
    "navigate_super_null_on_error": "on",
    "parse_super_null_on_error": "off",
    "query_group": "default",
    "search_path": '"$user", public',
    "server_version": "8.0.2",
    "standard_conforming_strings": "off",
    "statement_timeout": "0",
    "timezone": "UTC",
    "wlm_query_slot_count": "1",
}
# The database's level holds whatever a session sets: r_BEGIN, r_ALTER_DATABASE.
_ISOLATION = ("transaction_isolation", "default_transaction_isolation")
# r_extra_float_digits
_FLOAT_DIGITS = range(-15, 3)
_TRUE = {"on", "true", "t", "1", "yes"}
_FALSE = {"off", "false", "f", "0", "no"}
# Parameters whose other values would change answers in ways not built here.
_FIXED = {
    "cast_super_null_on_error": _TRUE,
    "navigate_super_null_on_error": _TRUE,
    "parse_super_null_on_error": _FALSE,
    "timezone": {"utc"},
    "datestyle": {"iso, mdy", "iso,mdy", "iso", "mdy"},
    "client_encoding": {"utf8", "utf-8", "unicode"},
}
# What clients are told at the start and after each change, as they spell it.
_REPORTED = (
    "application_name",
    "client_encoding",
    "DateStyle",
    "standard_conforming_strings",
    "TimeZone",
)


class Parameters:
    """Values by lower-case name."""

    def __init__(self, statement_timeout_ms: int, isolation: Isolation) -> None:
        self._isolation = isolation
        self._defaults = {**_DEFAULTS, "statement_timeout": str(statement_timeout_ms)}
        self._values = dict(self._defaults)

    def show(self, name: str) -> str:
        """A parameter's value; raises 42704 for an unknown one."""
        if name in _ISOLATION:
            return self._isolation.level.lower()
        self._require_known(name)
        return self._values[name]

    def set(self, name: str, value: str) -> None:
        """Change a parameter; raises 0A000 for a value that is not built here."""
        if name in _ISOLATION:
            return
        self.require_valid(name, value)
        if value.lower() == "default":
            self.reset(name)
        elif name not in _FIXED:
            self._values[name] = value

    def require_valid(self, name: str, value: str) -> None:
        """Raise 42704, 0A000 or 22023 for what `set` would not take."""
        self._require_known(name)
        if value.lower() == "default":
            return
        if name == "statement_timeout" and not value.isdigit():
            raise RedshiftError("22023", f"invalid value for statement_timeout: {value}")
        if name == "extra_float_digits" and value not in map(str, _FLOAT_DIGITS):
            raise RedshiftError("22023", f"invalid value for extra_float_digits: {value}")
        if name in _FIXED and value.lower() not in _FIXED[name]:
            raise not_supported(f"{name} = {value}")

    def start(self, name: str, value: str) -> None:
        """Begin with a value of the client's wish, to which RESET goes back."""
        self.set(name, value)
        self._defaults[name] = self._values[name]

    def reset(self, name: str) -> None:
        """Back to the default; `all` for every parameter."""
        if name == "all":
            self._values = dict(self._defaults)
        elif name not in _ISOLATION:
            self._require_known(name)
            self._values[name] = self._defaults[name]

    @property
    def statement_timeout_ms(self) -> int:
        """0 for none."""
        return int(self._values["statement_timeout"])

    @property
    def extra_float_digits(self) -> int:
        """How many digits a number of floating point is written with beyond the usual ones."""
        return int(self._values["extra_float_digits"])

    def is_on(self, name: str) -> bool:
        """Whether a parameter that is on or off is on."""
        return self._values[name].lower() in _TRUE

    @property
    def keeps_case(self) -> bool:
        """Whether identifiers keep their case, for the attributes of SUPER values."""
        names = ("enable_case_sensitive_identifier", "enable_case_sensitive_super_attribute")
        return any(self.is_on(name) for name in names)

    @property
    def folds_unquoted(self) -> bool:
        """Whether identifiers without quotes are lower-cased all the same."""
        return not self.is_on("enable_case_sensitive_super_attribute")

    def everything(self) -> list[tuple[str, str]]:
        """All names and values, for SHOW ALL."""
        return sorted([*self._values.items(), *((name, self.show(name)) for name in _ISOLATION)])

    def reported(self) -> dict[str, str]:
        """The parameters whose value a client keeps beside its connection."""
        return {name: self._values[name.lower()] for name in _REPORTED}

    def _require_known(self, name: str) -> None:
        if name not in self._values:
            raise RedshiftError("42704", f'unrecognized configuration parameter "{name}"')
