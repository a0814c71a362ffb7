"""The stores and the warehouse of the orchestration's tests serve here too."""

from tests.orchestration.conftest import aws as aws
from tests.orchestration.conftest import lake as lake
from tests.orchestration.conftest import land as land
from tests.orchestration.conftest import redshift as redshift
from tests.orchestration.conftest import warehouse as warehouse
