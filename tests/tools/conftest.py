"""What the tests of the tools share."""

from pathlib import Path

import pytest

from .project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project without a finding."""
    return Project(tmp_path)
