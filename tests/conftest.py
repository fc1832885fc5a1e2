"""Fixtures that every test may ask for."""

from pathlib import Path

import pytest
from hypothesis import settings

import postindex
from postindex import Listing, PostIndex

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("default", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("default")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def example(root: Path) -> Listing:
    """The project's own example listing: 30 posts with every feature of a real one."""
    return postindex.read_listing(root / "docs" / "examples" / "blog.txt")


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """Real documents and schemas that lie beside the checkout on the developers' machines and are not part of it."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real documents, ../shared, is not here")
    return folder


@pytest.fixture(scope="session")
def real(shared: Path) -> PostIndex:
    """The real listing that the project began from: 59 posts."""
    return postindex.read_listing(shared / "listings" / "blog.txt").index
