"""Data type formatting functions."""

import datetime
from decimal import Decimal

from .case import subject
from .expressions import boundary, error, null, refused, value
from .types import DATE, TIMESTAMPTZ, VARCHAR, numeric

_M = "timestamp '2009-12-31 23:15:59'"

SUBJECTS = (
    subject("TO_CHAR of moments", "r_TO_CHAR",
            value(f"to_char({_M}, 'MONTH-DY-DD-YYYY HH12:MIPM')", "DECEMBER -THU-31-2009 11:15PM",
                  VARCHAR),
            value(f"to_char({_M}, 'HH24:MI:SS')", "23:15:59", VARCHAR),
            value(f"to_char({_M}, 'DDD')", "365", VARCHAR),
            value("to_char(timestamp '2022-05-16 23:15:59', 'ID')", "1", VARCHAR),
            value("to_char(timestamp '2008-02-18 02:36:48', 'cc')", "21", VARCHAR),
            value("to_char(timestamp '2008-01-25 14:30:00', 'MON-DD-YYYY HH12:MIPM')",
                  "JAN-25-2008 02:30PM", VARCHAR),
            value("to_char(timestamp '2008-01-25 14:30:00', 'HH12:MI:SS TZ')", "02:30:00 UTC",
                  VARCHAR),
            value("to_char(date '2000-01-01', 'J')", "2451545", VARCHAR),
            boundary("to_char(date '2009-12-31', 'FMMonth')", "December", VARCHAR),
            null("to_char(null::timestamp, 'YYYY')", VARCHAR),
            refused(f"to_char({_M}, 'OF')", message="the datetime format OF")),
    subject("TO_CHAR", "r_TO_CHAR", value("to_char(-125.8, '999D99S')", "125.80-", VARCHAR),
            value("to_char(618.80, 'l99999D99')", "$   618.80", VARCHAR),
            value("trim(to_char(618.80, 'rn'))", "dcxix", VARCHAR),
            boundary("to_char(1234, '999')", " ###", VARCHAR),
            boundary("to_char(0, '9.99')", "  .00", VARCHAR),
            null("to_char(null::int, '999')", VARCHAR), error("to_char(5)", "42883")),
    subject("TO_DATE", "r_TO_DATE_function",
            value("to_date('02 Oct 2001', 'DD Mon YYYY')", datetime.date(2001, 10, 2), DATE),
            boundary("to_date('20010631', 'YYYYMMDD', FALSE)", datetime.date(2001, 7, 1), DATE),
            null("to_date(null, 'YYYYMMDD')", DATE),
            error("to_date('20010631', 'YYYYMMDD', TRUE)", "22008",
                  message="date/time field date value out of range: 2001-6-31"),
            error("to_date('x', 'YYYYMMDD')", "22007")),
    subject("TO_TIMESTAMP", "r_TO_TIMESTAMP",
            value("to_timestamp('2011-12-18 14:38:15', 'YYYY-MM-DD HH24:MI:SS')",
                  datetime.datetime(2011, 12, 18, 14, 38, 15, tzinfo=datetime.UTC), TIMESTAMPTZ),
            value("to_timestamp('05/Feb/2011 11:05:23 PM', 'DD/Mon/YYYY HH:MI:SS AM')",
                  datetime.datetime(2011, 2, 5, 23, 5, 23, tzinfo=datetime.UTC), TIMESTAMPTZ),
            null("to_timestamp(null, 'YYYY')", TIMESTAMPTZ),
            error("to_timestamp('2011-02-31', 'YYYY-MM-DD', TRUE)", "22008")),
    subject("TO_NUMBER", "r_TO_NUMBER",
            value("to_number('12,454.8-', '99G999D9S')", Decimal("-12454.8"), numeric(6, 1)),
            value("to_number('12.345', '99D999')", Decimal("12.345"), numeric(5, 3)),
            boundary("to_number('0', '9')", Decimal("0"), numeric(1, 0)),
            null("to_number(null, '9')", numeric(1, 0)), error("to_number('x', '9')", "22P02")),
    subject("TEXT_TO_INT_ALT", "r_TEXT_TO_INT_ALT", refused("text_to_int_alt('1', '9')")),
    subject("TEXT_TO_NUMERIC_ALT", "r_TEXT_TO_NUMERIC_ALT",
            refused("text_to_numeric_alt('1', '9')")),
)  # fmt: skip
