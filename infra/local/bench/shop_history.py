"""A shop's past as files of the lake, one an hour: a million events take DuckDB seconds.

Visitors come back, some tell who they are, a few buy; one event in two hundred is sent twice and
one session in a hundred lands three hours late.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from ingest_lambdas.contract.lake_layout import LOAD_HOUR_FORMAT, prefix

FIRST_DAY = datetime(2026, 3, 1, tzinfo=UTC)
EVENTS_A_SESSION = 10
SESSIONS_AT_ONCE = 50_000
MICROSECONDS_AN_HOUR = 3_600_000_000

# What is random follows from the numbers of session and step alone: equal numbers, equal history.
_SESSIONS = """
    CREATE OR REPLACE TEMP TABLE sessions AS
    SELECT *,
        CASE WHEN returns THEN n - 1 - (hash(n, 'back') % least(n, 30000))::BIGINT ELSE n END
            AS visitor,
        moment + to_seconds(CASE WHEN late THEN 10800 ELSE 60 END) AS landed
    FROM (
        SELECT
            n,
            TIMESTAMP '2026-03-01' + to_microseconds((n * $gap)::BIGINT) AS moment,
            (3 + hash(n, 'steps') % 15)::BIGINT AS steps,
            n > 0 AND hash(n, 'returns') % 10 < 4 AS returns,
            hash(n, 'buys') % 100 < 6 AS buys,
            hash(n, 'tells') % 100 < 10 AS tells,
            hash(n, 'late') % 100 = 0 AS late,
            (hash(n, 'campaign') % 12)::BIGINT AS campaign
        FROM range($first, $last) AS numbers(n)
    )
"""

_STEPS = """
    CREATE OR REPLACE TEMP TABLE steps AS
    SELECT *,
        (hash(n, k, 'product') % 3000)::BIGINT AS product,
        moment + to_seconds(k * (15 + hash(n, 'pace') % 70)::BIGINT) AS event_at,
        landed + to_seconds(k * (15 + hash(n, 'pace') % 70)::BIGINT) AS landed_at,
        CASE
            WHEN k = 0 THEN 'page'
            WHEN buys AND k = steps - 1 THEN 'Order Completed'
            WHEN buys AND k = steps - 2 THEN 'Checkout Started'
            WHEN (buys OR tells) AND k = 1 THEN 'identify'
            WHEN k % 4 = 1 THEN 'Product List Viewed'
            WHEN k % 4 = 2 THEN 'Product Viewed'
            WHEN k % 4 = 3 AND hash(n, k, 'adds') % 3 = 0 THEN 'Product Added'
            ELSE 'page'
        END AS event_name
    FROM sessions, range(steps) AS numbers(k)
"""

_PRODUCT = """json_object(
    'product_id', concat('p-', {number}), 'name', concat('Product ', {number}),
    'category', concat('category-', {number} % 20), 'brand', concat('brand-', {number} % 50),
    'price', ({number} % 200) + 4.95, 'quantity', 1 + {number} % 3)"""

_BASKET = f"""json_array({_PRODUCT.format(number="product")},
    {_PRODUCT.format(number="((product * 7) % 3000)")})"""

_EVENTS = f"""
    SELECT
        concat('shardId-000000000000:', n * 32 + k, ':', again) AS arrival_id,
        concat('00000000-0000-5000-', substr(md5(concat(n, '-', k)), 1, 17)) AS event_key,
        concat('m-', n, '-', k) AS event_id,
        concat(md5(concat(n, '-', k)), md5(concat(k, '-', n))) AS fingerprint,
        ['web-shop', 'app'][1 + visitor % 2] AS source,
        'segment' AS protocol,
        CASE WHEN event_name IN ('page', 'identify') THEN event_name ELSE 'track' END AS event_type,
        event_name,
        'iglu:io.headwater/' || replace(lower(event_name), ' ', '_') || '/jsonschema/1-0-0'
            AS schema_ref,
        strftime(event_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS event_at,
        strftime(event_at, '%Y-%m-%d') AS event_day,
        strftime(landed_at + to_seconds(again * 40), '%Y-%m-%dT%H:%M:%S.%gZ') AS received_at,
        strftime(event_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS original_at,
        strftime(event_at + to_seconds(1), '%Y-%m-%dT%H:%M:%S.%gZ') AS sent_at,
        false AS time_implausible,
        md5(concat('visitor', visitor)) AS visitor_id,
        md5(concat('visitor', visitor)) AS anonymous_id,
        CASE WHEN (buys OR tells) AND k > 0 THEN md5(concat('user', visitor // 3)) END AS user_id,
        concat('https://shop.example/products/', product, '?utm_source=mail&n=', n % 101)
            AS page_url,
        'https' AS page_scheme, 'shop.example' AS page_host,
        concat('/products/', product) AS page_path,
        concat('Product ', product, ' – “Shop”') AS page_title,
        CASE WHEN k = 0 AND n % 3 = 0 THEN 'https://search.example/?q=soap' END AS page_referrer,
        CASE WHEN k = 0 AND n % 3 = 0 THEN 'search' END AS referer_medium,
        CASE WHEN k = 0 AND campaign < 4 THEN ['mail', 'ads', 'social', 'partner'][1 + campaign] END
            AS campaign_source,
        CASE WHEN k = 0 AND campaign < 4 THEN ['email', 'cpc', 'social', 'affiliate'][1 + campaign]
            END AS campaign_medium,
        CASE WHEN k = 0 AND campaign < 4 THEN concat('spring-', n % 5) END AS campaign_name,
        concat('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.', visitor % 37,
               ' (KHTML, like Gecko) Chrome/12', visitor % 9, '.0.0.0 Safari/537.36')
            AS user_agent,
        'Chrome' AS browser, concat('12', visitor % 9) AS browser_version,
        ['Linux', 'Windows', 'Mac OS X', 'Android'][1 + visitor % 4] AS os,
        ['desktop', 'mobile', 'tablet'][1 + visitor % 3] AS device_type,
        visitor % 97 = 0 AS is_bot,
        '203.0.113.0' AS ip, 'en-GB' AS locale, 'analytics-python 2.3' AS library,
        ['DE', 'FR', 'GB'][1 + visitor % 3] AS geo_country,
        CASE event_name
            WHEN 'page' THEN json_object('path', concat('/products/', product))
            WHEN 'Product List Viewed'
                THEN json_object('list_id', concat('l-', n % 9), 'products', {_BASKET})
            WHEN 'Order Completed' THEN json_object(
                'order_id', concat('o-', n), 'revenue', (product % 200) * 2 + 9.9,
                'total', (product % 200) * 2 + 14.85, 'shipping', 4.95, 'currency', 'EUR',
                'products', {_BASKET})
            WHEN 'Checkout Started'
                THEN json_object('order_id', concat('o-', n), 'products', {_BASKET})
            ELSE {_PRODUCT.format(number="product")}
        END AS properties,
        CASE WHEN event_name = 'identify' THEN json_object('plan', concat('plan-', visitor % 4)) END
            AS traits,
        0 AS attempt,
        strftime(
            time_bucket(to_hours($step), landed_at + to_seconds(again * 40)), '{LOAD_HOUR_FORMAT}'
        ) AS load_hour
    FROM (
        SELECT *, 0 AS again FROM steps
        UNION ALL
        SELECT *, 1 AS again FROM steps WHERE hash(n, k, 'again') % 200 = 0
    )
    WHERE landed_at + to_seconds(again * 40) < $until
"""


@dataclass(frozen=True)
class History:
    """Files of the lake under `folder`; their paths from there are the objects' keys."""

    folder: Path

    @property
    def keys(self) -> list[str]:
        """Keys of the files, by hour."""
        files = sorted(self.folder.rglob("*.json.gz"))
        return [file.relative_to(self.folder).as_posix() for file in files]


def write_history(folder: Path, events: int, hours: int, step: int = 1) -> History:
    """About `events` events over `hours` hours, evenly; the same for the same numbers.

    What `step` hours bring lands in the first of them, so that long histories load quickly.
    """
    target = folder / prefix("events")
    target.mkdir(parents=True, exist_ok=True)
    sessions = events // EVENTS_A_SESSION
    gap = hours * MICROSECONDS_AN_HOUR / sessions
    with duckdb.connect(config={"preserve_insertion_order": "false"}) as connection:
        for number, first in enumerate(range(0, sessions, SESSIONS_AT_ONCE)):
            last = min(first + SESSIONS_AT_ONCE, sessions)
            bounds = {"$gap": str(gap), "$first": str(first), "$last": str(last)}
            for statement in (_SESSIONS, _STEPS):
                connection.execute(_fill(statement, bounds))
            until = FIRST_DAY + timedelta(hours=hours)
            written = _fill(
                _EVENTS,
                {
                    "$until": f"TIMESTAMP '{until:%Y-%m-%d %H:%M:%S}'",
                    "$step": str(step),
                },
            )
            connection.execute(
                f"COPY ({written}) TO '{target}' (FORMAT json, COMPRESSION gzip, "
                "PARTITION_BY (load_hour), FILE_EXTENSION 'json.gz', OVERWRITE_OR_IGNORE, "
                f"FILENAME_PATTERN 'part-{number:03}-{{i}}')"
            )
    return History(folder)


def _fill(statement: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        statement = statement.replace(name, value)
    return statement
