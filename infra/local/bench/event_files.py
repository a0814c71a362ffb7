"""Gzip NDJSON files of invented events, made by DuckDB so that a million take seconds."""

from pathlib import Path

import duckdb

# Half of the columns of the pipeline's raw events: texts, moments, a number and a SUPER.
COLUMNS = {
    "arrival_id": "varchar(128)",
    "event_key": "varchar(36)",
    "event_id": "varchar(256)",
    "source": "varchar(64)",
    "protocol": "varchar(16)",
    "event_type": "varchar(16)",
    "event_name": "varchar(255)",
    "event_at": "timestamp",
    "event_day": "date",
    "received_at": "timestamp",
    "sent_at": "timestamp",
    "time_implausible": "boolean",
    "visitor_id": "varchar(64)",
    "anonymous_id": "varchar(64)",
    "user_id": "varchar(64)",
    "page_url": "varchar(8192)",
    "page_host": "varchar(255)",
    "page_path": "varchar(4096)",
    "page_title": "varchar(2048)",
    "page_referrer": "varchar(8192)",
    "user_agent": "varchar(2048)",
    "browser": "varchar(128)",
    "os": "varchar(128)",
    "is_bot": "boolean",
    "properties": "super",
    "attempt": "integer",
}

_EVENTS = """
    SELECT
        concat('a-', md5(n::VARCHAR), '-', n % 97) AS arrival_id,
        md5(concat('key', n)) AS event_key,
        md5(concat('id', n)) AS event_id,
        ['web-shop', 'app', 'server'][1 + n % 3] AS source,
        'segment' AS protocol,
        ['track', 'page', 'identify'][1 + n % 3] AS event_type,
        ['product_viewed', 'product_added', 'order_completed', 'searched'][1 + product % 4]
            AS event_name,
        strftime(moment, '%Y-%m-%dT%H:%M:%S.%gZ') AS event_at,
        strftime(moment, '%Y-%m-%d') AS event_day,
        strftime(moment + INTERVAL 1 SECOND, '%Y-%m-%dT%H:%M:%S.%gZ') AS received_at,
        CASE WHEN n % 5 > 0 THEN strftime(moment, '%Y-%m-%dT%H:%M:%S.%gZ') END AS sent_at,
        n % 1000 = 0 AS time_implausible,
        concat('v-', visitor) AS visitor_id,
        concat('anon-', visitor % 1000003) AS anonymous_id,
        CASE WHEN n % 4 = 0 THEN concat('user-', visitor % 50021) END AS user_id,
        concat('https://shop.example/products/', product % 5003, '?utm_source=mail&n=', n % 101)
            AS page_url,
        'shop.example' AS page_host,
        concat('/products/', product % 5003) AS page_path,
        concat('Product ', product % 5003, ' – “Shop”') AS page_title,
        CASE WHEN n % 3 = 0 THEN 'https://search.example/?q=shoes' END AS page_referrer,
        concat('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.', visitor % 37,
               ' (KHTML, like Gecko) Chrome/12', visitor % 9, '.0.0.0 Safari/537.36')
            AS user_agent,
        'Chrome' AS browser,
        ['Linux', 'Windows', 'Mac OS X', 'Android'][1 + visitor % 4] AS os,
        n % 50 = 0 AS is_bot,
        {
            'product_id': concat('p-', product % 5003),
            'price': (product % 20000) / 100.0,
            'currency': 'EUR',
            'quantity': 1 + n % 5,
            'tags': ['new', concat('t', n % 17)]
        } AS properties,
        1 + n % 3 // 2 AS attempt
    FROM (
        SELECT n, CAST(hash(n) >> 2 AS BIGINT) AS product,
               CAST(hash(n // 12) >> 2 AS BIGINT) AS visitor,
               TIMESTAMP '2026-03-01' + to_milliseconds(n * 83) AS moment
        FROM range($first, $last) AS numbers(n)
    )
"""


def write_event_files(folder: Path, rows: int, files: int) -> list[Path]:
    """`rows` events spread over `files` gzip files in `folder`; the same for the same numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with duckdb.connect() as connection:
        for number in range(files):
            path = folder / f"{number:04}.json.gz"
            first, last = rows * number // files, rows * (number + 1) // files
            events = _EVENTS.replace("$first", str(first)).replace("$last", str(last))
            connection.execute(f"COPY ({events}) TO '{path}' (FORMAT json, COMPRESSION gzip)")
            paths.append(path)
    return paths
