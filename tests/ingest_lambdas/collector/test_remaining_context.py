"""The context keeps what no column holds."""

from ingest_lambdas.collector.remaining_context import remaining_context


def test_what_a_column_holds_goes_and_the_rest_stays() -> None:
    context = {
        "ip": "203.0.113.77",
        "userAgent": "UA",
        "locale": "de-DE",
        "timezone": "Europe/Berlin",
        "library": {"name": "lib", "version": "1", "consumers": []},
        "page": {"url": "https://s/p?a=1", "path": "/p", "search": "?a=1", "referrer": ""},
        "campaign": {"source": "s", "id": "c-9"},
    }
    row = {
        "user_agent": "UA",
        "locale": "de-DE",
        "library": "lib/1",
        "page_url": "https://s/p?a=1",
        "page_path": "/p",
        "campaign_source": "s",
    }
    assert remaining_context(context, row) == {
        "timezone": "Europe/Berlin",
        "library": {"consumers": []},
        "campaign": {"id": "c-9"},
    }
    assert context["library"] == {"name": "lib", "version": "1", "consumers": []}


def test_a_value_whose_column_was_nulled_stays() -> None:
    assert remaining_context({"locale": "x" * 99}, {"locale": None}) == {"locale": "x" * 99}


def test_nothing_left_is_null() -> None:
    assert remaining_context({"ip": "1.2.3.4", "page": {}, "campaign": None}, {}) is None
