"""dbt's cross-database macros and data types."""

import pytest
from dbt.tests.adapter.utils import (
    test_any_value,
    test_bool_or,
    test_cast,
    test_cast_bool_to_text,
    test_concat,
    test_current_timestamp,
    test_date,
    test_date_spine,
    test_date_trunc,
    test_dateadd,
    test_datediff,
    test_equals,
    test_escape_single_quotes,
    test_except,
    test_generate_series,
    test_get_intervals_between,
    test_get_powers_of_two,
    test_hash,
    test_intersect,
    test_last_day,
    test_length,
    test_listagg,
    test_null_compare,
    test_position,
    test_replace,
    test_right,
    test_safe_cast,
    test_source_freshness_custom_info,
    test_split_part,
    test_string_literal,
    test_timestamps,
    test_validate_sql,
)
from dbt.tests.adapter.utils.data_types import (
    test_type_bigint,
    test_type_boolean,
    test_type_float,
    test_type_int,
    test_type_numeric,
    test_type_string,
    test_type_timestamp,
)

QUICK = {"TestDateSpine", "TestListagg", "TestTypeNumeric", "TestValidateSql"}

EXCLUDED = {
    "BaseEscapeSingleQuotesBackslash": "Redshift doubles a quote; a dialect has one of the two",
    "BaseCurrentTimestampAware": "GETDATE() has no zone; a dialect has one of the two",
}


class TestAnyValue(test_any_value.BaseAnyValue):
    pass


class TestBoolOr(test_bool_or.BaseBoolOr):
    pass


class TestCast(test_cast.BaseCast):
    pass


class TestCastBoolToText(test_cast_bool_to_text.BaseCastBoolToText):
    pass


class TestConcat(test_concat.BaseConcat):
    pass


class TestCurrentTimestamp(test_current_timestamp.BaseCurrentTimestampNaive):
    pass


class TestCurrentTimestamps(test_timestamps.BaseCurrentTimestamps):
    @pytest.fixture(scope="class")
    def expected_schema(self):
        names = ("", "_in_utc_backcompat", "_backcompat")
        return {f"current_timestamp{name}": "timestamp without time zone" for name in names}

    @pytest.fixture(scope="class")
    def expected_sql(self):
        return """
            select getdate() as current_timestamp,
                   getdate() as current_timestamp_in_utc_backcompat,
                   getdate() as current_timestamp_backcompat
        """


class TestDate(test_date.BaseDate):
    pass


class TestDateAdd(test_dateadd.BaseDateAdd):
    pass


class TestDateDiff(test_datediff.BaseDateDiff):
    pass


class TestDateSpine(test_date_spine.BaseDateSpine):
    pass


class TestDateTrunc(test_date_trunc.BaseDateTrunc):
    pass


class TestEquals(test_equals.BaseEquals):
    pass


class TestEscapeSingleQuotes(test_escape_single_quotes.BaseEscapeSingleQuotesQuote):
    pass


class TestExcept(test_except.BaseExcept):
    pass


class TestFreshnessOfCustomSql(test_source_freshness_custom_info.BaseCalculateFreshnessMethod):
    @pytest.fixture(scope="class")
    def valid_sql(self):
        return "select getdate()"


class TestGenerateSeries(test_generate_series.BaseGenerateSeries):
    pass


class TestGetIntervalsBetween(test_get_intervals_between.BaseGetIntervalsBetween):
    pass


class TestGetPowersOfTwo(test_get_powers_of_two.BaseGetPowersOfTwo):
    pass


class TestHash(test_hash.BaseHash):
    pass


class TestIntersect(test_intersect.BaseIntersect):
    pass


class TestLastDay(test_last_day.BaseLastDay):
    pass


class TestLength(test_length.BaseLength):
    pass


class TestListagg(test_listagg.BaseListagg):
    pass


class TestMixedNullCompare(test_null_compare.BaseMixedNullCompare):
    pass


class TestNullCompare(test_null_compare.BaseNullCompare):
    pass


class TestPosition(test_position.BasePosition):
    pass


class TestReplace(test_replace.BaseReplace):
    pass


class TestRight(test_right.BaseRight):
    pass


class TestSafeCast(test_safe_cast.BaseSafeCast):
    pass


class TestSplitPart(test_split_part.BaseSplitPart):
    pass


class TestStringLiteral(test_string_literal.BaseStringLiteral):
    pass


class TestValidateSql(test_validate_sql.BaseValidateSqlMethod):
    pass


class TestTypeBigInt(test_type_bigint.BaseTypeBigInt):
    pass


class TestTypeBoolean(test_type_boolean.BaseTypeBoolean):
    pass


class TestTypeFloat(test_type_float.BaseTypeFloat):
    pass


class TestTypeInt(test_type_int.BaseTypeInt):
    pass


class TestTypeNumeric(test_type_numeric.BaseTypeNumeric):
    pass


class TestTypeString(test_type_string.BaseTypeString):
    """Sizes aside: a seed's column is as wide as its longest text, a view's is not."""

    def assert_columns_equal(self, project, expected_cols, actual_cols):
        assert [c[:2] for c in expected_cols] == [c[:2] for c in actual_cols]


class TestTypeTimestamp(test_type_timestamp.BaseTypeTimestamp):
    pass
