"""The key of the pseudonyms for the tests of the intake: never the one of whoever runs them."""

from collections.abc import Iterator

import pytest
from inname_bouw import SLEUTEL

from pipeline.privacy.pseudoniem import OMGEVING


@pytest.fixture(scope="session", autouse=True)
def sleutel_van_de_tests() -> Iterator[None]:
    """For the session, so that it also stands where hypothesis calls a test many times."""
    with pytest.MonkeyPatch.context() as omgeving:
        omgeving.setenv(OMGEVING, SLEUTEL)
        yield
