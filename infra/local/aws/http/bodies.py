"""Request bodies, bounded."""

from starlette.requests import ClientDisconnect, Request

DRAINED_AT_MOST = 64 * 1024 * 1024


class BodyTooLong(Exception):
    """The body is over the limit; it has been read and thrown away as far as is reasonable."""


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body, or BodyTooLong above `limit` bytes.

    What is too long is still read, and dropped: a client that is cut off while sending sees a
    broken connection in place of the answer, and retries what can never succeed.
    """
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            chunks.append(chunk)
        elif size > DRAINED_AT_MOST:
            break
        else:
            chunks.clear()
    if size > limit:
        raise BodyTooLong
    return b"".join(chunks)


__all__ = ["BodyTooLong", "ClientDisconnect", "read_body"]
