"""The emulated services, really started: what survives a crash, and what is made anew."""

import psutil
import pytest
from botocore.exceptions import ClientError

from infra.local.settings import Stack, open_stack
from infra.local.stack import lifecycle, processes, provision
from infra.local.stack.process_spec import ProcessSpec
from infra.local.stack.supervisor import Supervisor

LAKE, TABLE = "headwater-lake", "headwater-hot-tier"


def silent(name: str, became: str) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    return open_stack(tmp_path_factory.mktemp("home"), free_ports=True)


@pytest.fixture(scope="module")
def specs(stack: Stack) -> list[ProcessSpec]:
    return [spec for spec in processes.data_path(stack) if spec.name in ("s3", "aws")]


@pytest.fixture(scope="module", autouse=True)
def _up(stack: Stack, specs: list[ProcessSpec]):
    lifecycle.up(stack, specs, silent)
    yield
    lifecycle.down(stack)


def kill(stack: Stack, name: str) -> None:
    process = Supervisor(stack.home).running(name)
    assert process is not None
    process.kill()
    psutil.wait_procs([process], timeout=10)


def test_up_again_leaves_everything_alone(stack: Stack, specs: list[ProcessSpec]) -> None:
    became: dict[str, str] = {}
    lifecycle.up(stack, specs, became.__setitem__)
    assert became == {"s3": "was running", "aws": "was running"}


def test_the_lake_keeps_its_objects_through_kill_9(stack: Stack, specs: list[ProcessSpec]) -> None:
    s3 = provision.client(stack, "s3")
    s3.put_object(Bucket=LAKE, Key="events/kept", Body=b"committed")
    kill(stack, "s3")
    lifecycle.up(stack, specs, silent)
    assert s3.get_object(Bucket=LAKE, Key="events/kept")["Body"].read() == b"committed"


def test_a_forgotten_hot_tier_is_provisioned_again(stack: Stack, specs: list[ProcessSpec]) -> None:
    kill(stack, "aws")
    lifecycle.up(stack, specs, silent)
    table = provision.client(stack, "dynamodb").describe_table(TableName=TABLE)["Table"]
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    secret = provision.client(stack, "secretsmanager").get_secret_value(
        SecretId="headwater/pseudonym-key"
    )
    assert secret["SecretString"] == stack.pseudonym_key


@pytest.mark.parametrize(("service", "call"), [("s3", "list_buckets"), ("dynamodb", "list_tables")])
def test_strangers_are_refused(stack: Stack, service: str, call: str) -> None:
    stranger = Stack(**{**vars(stack), "access_key": "HWSTRANGER", "secret_key": "guessed"})
    with pytest.raises(ClientError) as refusal:
        getattr(provision.client(stranger, service), call)()
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_write_keys_are_for_this_user_only(stack: Stack) -> None:
    declared = stack.file("sources.toml")
    assert declared.stat().st_mode & 0o777 == 0o600
    assert all(key in declared.read_text() for key in stack.write_keys.values())
