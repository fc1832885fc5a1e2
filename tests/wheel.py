"""Build the wheel, look into it, and run the tests on it in a folder that has no `src`.

Run by `make wheel` with the Python whose pip is to be used: the environment itself has none.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
# What these read is the same, and slow to read.
OTHERS = tuple(
    f"--ignore=tests/{name}" for name in ("readers", "report", "websearch/test_parity.py", "websearch/test_box.py")
)
NEEDED = ("tests", "docs", "README.md", "CHANGELOG.md", "pyproject.toml", "conftest.py")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        away = Path(folder, "checkout")
        away.mkdir()
        for name in NEEDED:
            if Path(ROOT, name).is_dir():
                shutil.copytree(
                    ROOT / name, away / name, ignore=shutil.ignore_patterns("node_modules", "_build", "__pycache__")
                )
            else:
                shutil.copy2(ROOT / name, away / name)
        if (ROOT.parent / "shared").is_dir():
            Path(folder, "shared").symlink_to(ROOT.parent / "shared")
        pip = [sys.argv[1], "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", sys.executable]
        subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, str(ROOT)], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        look_into(wheel)
        subprocess.run([*pip, "install", "--no-deps", "--target", f"{folder}/site", str(wheel)], check=True)
        # First on the path, so before the editable install.
        environment = {**os.environ, "PYTHONPATH": f"{folder}/site"}
        where = "import postindex; print(postindex.__file__)"
        found = subprocess.run(
            [sys.executable, "-c", where], cwd=away, env=environment, check=True, capture_output=True
        )
        if not found.stdout.decode().startswith(f"{folder}/site"):
            sys.exit(f"the tests would run on {found.stdout.decode().strip()}, not on the wheel")
        tests = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadscope", "tests", *OTHERS]
        sys.exit(subprocess.run(tests, cwd=away, env=environment, check=False).returncode)


def look_into(wheel: Path) -> None:
    """Stop where the wheel carries anything but the package, or does not say what it is."""
    with ZipFile(wheel) as files:
        names = {name for name in files.namelist() if ".dist-info/" not in name}
        metadata = next(files.read(name).decode() for name in files.namelist() if name.endswith("/METADATA"))
        licensed = any(name.endswith("/licenses/LICENSE") for name in files.namelist())
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    if names != wanted:
        sys.exit(f"the wheel differs from src: {sorted(names ^ wanted)}")
    expected = (
        "License-Expression: MIT",
        "Requires-Python: >=3.11",
        "Classifier: Typing :: Typed",
        "Provides-Extra: cli",
    )
    missing = [line for line in expected if f"\n{line}\n" not in metadata]
    if missing or not licensed:
        sys.exit(f"the wheel lacks {missing or 'its licence'}")


if __name__ == "__main__":
    main()
