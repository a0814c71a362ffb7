import pytest

from orchestration.clients import raw_stream
from orchestration.clients.raw_stream import RawStream, RecordsRefused


class Throttling:
    """Kinesis that refuses every other record, and then some calls' all."""

    def __init__(self, refuses):
        self.calls, self.taken, self._refuses = [], [], refuses

    def put_records(self, StreamName, Records):
        self.calls.append([record["Data"] for record in Records])
        answers = []
        for position, record in enumerate(Records):
            if self._refuses(len(self.calls), position):
                answers.append({"ErrorCode": "ProvisionedThroughputExceededException"})
            else:
                self.taken.append(record["Data"])
                answers.append({"SequenceNumber": "1"})
        failed = sum("ErrorCode" in answer for answer in answers)
        return {"FailedRecordCount": failed, "Records": answers}


def stream_on(client):
    pauses = []
    stream = RawStream("events-raw", pause=pauses.append)
    vars(stream)["client"] = client
    return stream, pauses


def test_only_the_refused_part_is_sent_again():
    client = Throttling(lambda call, position: call == 1 and position % 2 == 1)
    stream, pauses = stream_on(client)
    stream.put([b"a", b"b", b"c", b"d"])
    assert client.calls == [[b"a", b"b", b"c", b"d"], [b"b", b"d"]]
    assert sorted(client.taken) == [b"a", b"b", b"c", b"d"]
    assert len(pauses) == 1


def test_what_is_refused_for_good_is_told():
    stream, pauses = stream_on(Throttling(lambda call, position: position == 0))
    with pytest.raises(RecordsRefused, match="refusing 1 records"):
        stream.put([b"a", b"b"])
    assert len(pauses) == raw_stream.ATTEMPTS
