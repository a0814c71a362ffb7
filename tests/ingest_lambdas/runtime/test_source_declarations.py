"""What a sources file may say, and what is said of one that says something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.runtime.source_declarations import SourcesUnreadable, read_sources

ONE = '[[source]]\nname = "{name}"\nkind = "web"\nwrite_keys = ["{key}"]\n'


def test_what_is_not_stated_is_as_open_as_it_may_be_and_as_strict() -> None:
    [source] = read_sources(ONE.format(name="shop", key="A"))
    assert (source.protocols, source.policy, source.rate_limit) == (("segment",), "strict", 0)
    assert source.allows_origin("https://anywhere.example")
    assert source.allows_origin("null")


def test_everything_stated() -> None:
    text = """
        [[source]]
        name = "shop"
        kind = "web"
        write_keys = ["A", "B"]
        app_ids = ["shop"]
        protocols = ["snowplow"]
        allowed_origins = ["https://shop.example"]
        policy = "allow"
        rate_limit = 12.5
    """
    [source] = read_sources(text)
    assert (source.write_keys, source.app_ids) == (("A", "B"), ("shop",))
    assert (source.protocols, source.policy, source.rate_limit) == (("snowplow",), "allow", 12.5)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://shop.example", True),
        ("https://SHOP.example", True),
        ("http://shop.example", False),
        ("https://shop.example:8443", False),
        ("https://www.more.example", True),
        ("https://more.example", False),
        ("http://www.more.example", False),
        ("https://evilmore.example", False),
        ("null", False),
    ],
)
def test_origins_are_compared_whole(origin: str, allowed: bool) -> None:
    stated = 'allowed_origins = ["https://shop.example", "https://*.more.example"]\n'
    [source] = read_sources(ONE.format(name="shop", key="A") + stated)
    assert source.allows_origin(origin) is allowed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source = [", "not TOML"),
        ("source = 5", "table"),
        ("sauce = []", "table"),
        ('[[source]]\nname = "a"\n', "a: kind is one of web, app, server, crm, import"),
        ('[[source]]\nkind = "web"\nwrite_keys = ["k"]\n', "source number 1: name is a text"),
        (ONE.format(name="a", key="k") + "extra = 1\n", "a: extra is no key of a source"),
        (ONE.format(name="a", key=""), "a: write_keys is a list of texts, none of them empty"),
        (ONE.format(name="a", key="k") + 'app_ids = "x"\n', "a: app_ids is a list of texts"),
        (ONE.format(name="a", key="k") + 'policy = "lax"\n', "a: policy is one of strict, allow"),
        (ONE.format(name="a", key="k") + "rate_limit = -1\n", "a: rate_limit is a number"),
        (ONE.format(name="a", key="k") + "rate_limit = true\n", "a: rate_limit is a number"),
        (ONE.format(name="a", key="k") + "rate_limit = nan\n", "a: rate_limit is a number"),
        (ONE.format(name="a", key="k") + 'protocols = ["ftp"]\n', "a: ftp is no protocol"),
        (ONE.format(name="a", key="k") + 'protocols = ["snowplow"]\n', "snowplow needs app_ids"),
        ('[[source]]\nname = "a"\nkind = "web"\n', "a: it needs write_keys, app_ids or a webhook"),
        (ONE.format(name="a", key="K") + ONE.format(name="a", key="L"), "two sources are called a"),
        (ONE.format(name="a", key="K") + ONE.format(name="b", key="K"), "a and b claim"),
        (ONE.format(name="a" * 65, key="K"), "name is a text of 1 to 64 bytes"),
    ],
)
def test_a_wrong_declaration_is_named_with_what_would_be_right(text: str, said: str) -> None:
    with pytest.raises(SourcesUnreadable) as error:
        read_sources(text)
    assert said in str(error.value)


def test_a_shared_app_id_is_named_and_a_shared_write_key_is_not() -> None:
    texts = [ONE.format(name=name, key="SECRET") + 'app_ids = ["shop"]\n' for name in "ab"]
    with pytest.raises(SourcesUnreadable, match="two sources claim the app id shop") as error:
        read_sources("".join(texts))
    assert "SECRET" not in str(error.value)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_sources(text)
    except SourcesUnreadable as error:
        assert str(error).startswith("sources: ")
