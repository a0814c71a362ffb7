import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.redshift.copy import CopyError, parse_copy

FULL = """
    copy raw.events (arrival_id, "Event_Key")
    from 's3://lake/manifests/1.json' iam_role 'arn:aws:iam::0:role/copy' region 'eu-west-1'
    format as json 's3://lake/paths.json' gzip manifest timeformat as 'auto' dateformat 'auto'
    maxerror as 5 compupdate off statupdate on truncatecolumns acceptinvchars as '^'
    null as '\\\\N' emptyasnull blanksasnull roundec;
"""


def test_every_parameter_is_read() -> None:
    statement = parse_copy(FULL)
    assert statement is not None
    assert (statement.schema, statement.table) == ("raw", "events")
    # Redshift folds quoted identifiers to lower case as well.
    assert statement.columns == ("arrival_id", "event_key")
    options = statement.options
    assert options.json_option == "s3://lake/paths.json"
    assert (options.compression, options.manifest, options.max_error) == ("gzip", True, 5)
    assert (options.time_format, options.date_format) == ("auto", "auto")
    assert options.invalid_character == "^"
    assert options.null_as == "\\N"
    assert options.truncate_columns and options.empty_as_null and options.blanks_as_null
    assert options.credentials == {"aws_iam_role": "arn:aws:iam::0:role/copy"}


@pytest.mark.parametrize(
    "sql",
    ["select 1", "", "  -- copy t from 's3://x'\n select 1", "create table copy (a int)", "copyx"],
)
def test_other_statements_are_left_alone(sql: str) -> None:
    assert parse_copy(sql) is None


@pytest.mark.parametrize("lead", ["", " \n", "-- why\n", "/* why */ "])
def test_a_comment_may_come_first(lead: str) -> None:
    statement = parse_copy(f"{lead}COPY t FROM 's3://b/k' IAM_ROLE default JSON 'auto'")
    assert statement is not None
    assert statement.options.json_option == "auto"


@pytest.mark.parametrize(
    ("sql", "sqlstate", "named"),
    [
        ("UNLOAD ('select 1') TO 's3://b/k'", "0A000", "UNLOAD"),
        ("copy t from 's3://b/k' iam_role default format avro 'auto'", "0A000", "AVRO"),
        ("copy t from 's3://b/k' iam_role default csv zstd", "0A000", "ZSTD"),
        ("copy t from 's3://b/k' iam_role default csv fillrecord", "0A000", "FILLRECORD"),
        ("copy t from 's3://b/k' iam_role default", "0A000", "delimited text"),
        ("copy t from 'dynamodb://x' iam_role default csv", "0A000", "dynamodb"),
        ("copy t from 's3://b/k' iam_role default csv nonsense", "42601", "nonsense"),
        ("copy t from 's3://b/k' iam_role default json 'guess'", "42601", "guess"),
        ("copy t from 's3://b/k' csv gzip gzip", "42601", "compression"),
        ("copy t (a, a) from 's3://b/k' csv", "42701", "more than once"),
        ("copy t from", "42601", "end of input"),
        ("copy t from 's3://b/k' csv; select 1", "42601", "select"),
    ],
)
def test_what_is_not_built_is_refused_by_name(sql: str, sqlstate: str, named: str) -> None:
    with pytest.raises(CopyError, match=named) as refused:
        parse_copy(sql)
    assert refused.value.sqlstate == sqlstate


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parse_copy("copy t from 's3://b/k' " + text)
    except CopyError as error:
        assert error.sqlstate in ("42601", "0A000")
