import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.redshift.copy import CopyError, parse_copy

FULL = """
    copy raw.events (arrival_id, "Event_Key")
    from 's3://lake/manifests/1.json' iam_role 'arn:aws:iam::0:role/copy' region 'eu-west-1'
    format as json 's3://lake/paths.json' gzip manifest timeformat as 'auto' dateformat 'auto'
    maxerror as 5 compupdate off statupdate on truncatecolumns acceptinvchars as '^'
    emptyasnull blanksasnull roundec;
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
        ("copy t from 's3://b/k' iam_role default lzop", "0A000", "LZOP"),
        ("copy t from 's3://b/k' iam_role default fixedwidth 'a:1'", "0A000", "FIXEDWIDTH"),
        ("copy t from 's3://b/k' iam_role default encrypted", "0A000", "ENCRYPTED"),
        ("copy t from 's3://b/k' iam_role default encoding utf16", "0A000", "UTF16"),
        # What a format excludes: copy-parameters-data-format, copy-usage_notes-copy-from-columnar.
        ("copy t from 's3://b/k' json 'auto' null as 'x'", "42601", "NULL AS"),
        ("copy t from 's3://b/k' json 'auto' fillrecord", "42601", "FILLRECORD"),
        ("copy t from 's3://b/k' csv escape", "42601", "ESCAPE"),
        ("copy t from 's3://b/k' format parquet maxerror 3", "42601", "MAXERROR"),
        ("copy t from 's3://b/k' format parquet gzip", "42601", "Compression"),
        ("copy t from 's3://b/k' iam_role default format avro 'auto'", "0A000", "AVRO"),
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
