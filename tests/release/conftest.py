from __future__ import annotations

from pathlib import Path

import pytest

from tests.release.makers import PROFILE, Stock, built, chosen, stock


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """Six instances of every subtask, two of them from photos."""
    return stock(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="session")
def pristine(shop: Stock, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound draft of eight a category; copy it before you break it."""
    return built(shop, tmp_path_factory.mktemp("exports")).path


@pytest.fixture(scope="session")
def tiny(shop: Stock, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound draft of one a category; whoever changes it puts it back."""
    return built(shop, tmp_path_factory.mktemp("exports"), chosen(shop, 1)).path


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole release: 1,000 instances that people approved."""
    found = stock(tmp_path_factory.mktemp("shelf"), 54, approved=True)
    selection = chosen(found, PROFILE.categories[0].quota, draft=False)
    exports = tmp_path_factory.mktemp("exports")
    return built(found, exports, selection, version="1.0.0", draft=False).path
