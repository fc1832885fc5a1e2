"""Build the wheel, and run the tests on it in a folder that has no `src`."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("tests", "docs", "README.md", "CHANGELOG.md", "pyproject.toml", "conftest.py")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        away = Path(folder, "checkout")
        away.mkdir()
        for name in NEEDED:
            copy = shutil.copytree if Path(ROOT, name).is_dir() else shutil.copy2
            copy(ROOT / name, away / name)
        if (ROOT.parent / "shared").is_dir():
            Path(folder, "shared").symlink_to(ROOT.parent / "shared")
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, str(ROOT)], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        subprocess.run([*pip, "install", "--no-deps", "--target", f"{folder}/site", str(wheel)], check=True)
        # First on the path, so before the editable install.
        environment = {**os.environ, "PYTHONPATH": f"{folder}/site"}
        where = "import postindex; print(postindex.__file__)"
        found = subprocess.run(
            [sys.executable, "-c", where], cwd=away, env=environment, check=True, capture_output=True
        )
        if not found.stdout.decode().startswith(f"{folder}/site"):
            sys.exit(f"the tests would run on {found.stdout.decode().strip()}, not on the wheel")
        tests = [sys.executable, "-m", "pytest", "-q", "tests", "-p", "no:cacheprovider"]
        sys.exit(subprocess.run(tests, cwd=away, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()
