"""The commands `cadence` and `report`: what they print and write, and with which exit status."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("click")
pytest.importorskip("rich")

from click.testing import CliRunner, Result

from postindex import cadence, read_listing
from postindex.cli import tables
from postindex.cli.commands import postindex

Run = Callable[..., Result]
WRONG = "- 2025-03-01 5 min\nTea, twice\n- /tea\n- February 30, 2025\nNever\n"  # one post, one problem


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "PYTHONIOENCODING", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def blog(root: Path) -> str:
    return str(root / "docs" / "examples" / "blog.txt")


@pytest.fixture
def run() -> Run:
    def invoke(*args: str, exit_code: int = 0, charset: str = "utf-8", input: str | None = None) -> Result:
        result = CliRunner(charset=charset).invoke(postindex, args, input=input, catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result

    return invoke


def figures(result: Result) -> dict[str, str]:
    above, _, _ = result.stdout.partition("\n\n")
    return dict(re.split("  +", line, maxsplit=1) for line in above.splitlines())


def chart(result: Result) -> list[str]:
    return result.stdout.partition("\n\n")[2].splitlines()


def listing(*days: date) -> str:
    return "".join(f"- {day}\nTea {day}\n- /tea\n" for day in days)


# -- cadence -----------------------------------------------------------------------------------------------------------


def test_figures_and_bars(run: Run, blog: str) -> None:
    result = run("cadence", blog, "--by", "quarter", "--today", "2025-11-20")
    found = figures(result)
    assert found["Posts"] == "30 (in 10 of 10 quarters)"
    assert found["Next post due"] == "2025-11-27"
    assert chart(result) == [
        "Quarter  Posts",
        "2023 Q3      2  ████████  partial",
        "2023 Q4      2  ████████",
        "2024 Q1      5  ████████████████████",
        "2024 Q2      3  ████████████",
        "2024 Q3      3  ████████████",
        "2024 Q4      4  ████████████████",
        "2025 Q1      5  ████████████████████",
        "2025 Q2      1  ████",
        "2025 Q3      3  ████████████",
        "2025 Q4      2  ████████  partial",
    ]


def test_the_most_recent_periods_are_shown_and_the_others_counted(run: Run, blog: str) -> None:
    assert len(chart(run("cadence", blog))) == 1 + 24 + 1
    *_, shown = chart(run("cadence", blog, "--limit", "26"))
    assert shown == "1 earlier month not shown; --limit 27 shows all"
    *_, last = chart(run("cadence", blog, "--limit", "27"))
    assert last == "2025-11      1  ████  partial"
    head, *_, shown = chart(run("cadence", blog, "--by", "week", "--limit", "2"))
    assert head == "Week of     Posts"
    assert shown == "111 earlier weeks not shown; --limit 113 shows all"


def test_from_and_to_set_the_window(run: Run, blog: str) -> None:
    rows = chart(run("cadence", blog, "--from", "2025-05", "--to", "2025-08"))
    assert rows == [
        "Month    Posts",
        "2025-05      0",
        "2025-06      1  ████",
        "2025-07      1  ████",
        "2025-08      0",
    ]


def test_filters(run: Run, blog: str) -> None:
    assert "2 (in 2 of 14 months)" in run("cadence", blog, "--tag", "bees").stdout


def test_today_before_from_is_wrong_usage(run: Run, blog: str) -> None:
    result = run("cadence", blog, "--from", "2025-05", "--today", "2025-04-30", exit_code=2)
    assert result.stderr == "Error: --from 2025-05 is later than --today 2025-04-30\n"


@pytest.mark.parametrize("command", ["cadence", "report"])
def test_today_is_one_day(run: Run, blog: str, command: str) -> None:
    result = run(command, blog, "--today", "2025-05", exit_code=2)
    assert "Invalid value for '--today': '2025-05' is not a single day; give a day such as 2026-03-22" in result.stderr


def test_a_window_that_ends_before_today_has_no_current_gap(run: Run, blog: str) -> None:
    found = figures(run("cadence", blog, "--to", "2024", "--today", "2025-11-20"))
    assert "Current gap" not in found
    assert found["Last post"].startswith("2024-12-12")
    assert found["Next post due"] == "2024-12-26 to 2025-01-02"
    assert figures(run("cadence", blog, "--today", "2025-12-31"))["Next post due"] == "2025-11-27 (overdue by 34 days)"


def test_posts_after_today_are_ignored_and_counted(run: Run, blog: str) -> None:
    found = figures(run("cadence", blog, "--today", "2025-09-30"))
    assert found["Posts"].startswith("28 ")
    assert found["Not counted"] == "2 (after 2025-09-30)"
    assert "Not counted" not in figures(run("cadence", blog, "--today", "2025-11-06"))


def test_alternating_gaps_are_not_reported_as_a_fortnight(run: Run) -> None:
    days = [date(2025, 1, 2) + timedelta(days=14 * at + 7 * (at % 2)) for at in range(15)]
    assert figures(run("cadence", "-", input=listing(*days)))["Rhythm"] == (
        "irregular, on Thursdays (median gap 14 days, since 2025-01-02)"
    )


def test_trends_of_tags_are_listed(run: Run) -> None:
    entries = [f"- 2026-01-{day:02}\nTea {day}\n- /{'cups' if day > 23 else 'pots'}\n" for day in range(30, 0, -1)]
    assert figures(run("cadence", "-", input="".join(entries)))["Trends"] == "new: cups; dropped: pots"


@pytest.mark.parametrize("args", [["--tag", "none"], ["--today", "2020-01-01"]])
def test_without_posts_nothing_is_measured(run: Run, blog: str, args: list[str]) -> None:
    result = run("cadence", blog, *args, exit_code=3)
    assert (result.stdout, result.stderr) == ("", "No post matches.\n")


def test_problems_set_the_exit_status(run: Run) -> None:
    result = run("cadence", "-", input=WRONG, exit_code=1)
    assert "Tea, twice" in result.stdout
    assert result.stderr.startswith("<stdin>:4:3: bad-date: ")


def test_bars_are_to_scale_and_a_single_post_is_visible(run: Run) -> None:
    days = [date(2025, 1, 1) + timedelta(days=at) for at in range(500)]
    text = listing(*days, date(2024, 1, 1))
    rows = chart(run("cadence", "-", "--by", "year", input=text))
    assert [row.split() for row in rows[1:]] == [
        ["2024", "1", "▏"],
        ["2025", "365", "█" * 40],
        ["2026", "135", "█" * 14 + "▊", "partial"],
    ]


def test_bars_are_number_signs_where_the_encoding_has_no_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert tables.render_bars([0, 1, 3], 20) == ["", "####", "#" * 12]
    assert tables.render_bars([1, 365], 20) == ["#", "#" * 40]


def test_bars_fit_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert tables.render_bars([60], 20) == ["█" * 30]


def test_control_characters_of_a_title_are_not_printed(run: Run) -> None:
    assert "\x9b" not in run("cadence", "-", input="- 2025-03-01\nTea \x9b31m\n").stdout


def test_a_cadence_is_measured_without_matplotlib(blog: str) -> None:
    code = "import sys; sys.modules['matplotlib'] = None; from postindex.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "cadence", blog], capture_output=True, check=True)
    assert done.stdout.startswith(b"Posts ")


def test_json(run: Run, blog: str) -> None:
    found = json.loads(run("cadence", blog, "--json", "--today", "2025-11-20", "--limit", "1").stdout)
    measured = cadence.measure(read_listing(blog).posts, today="2025-11-20")
    assert found["window"] == ["2023-09-14", "2025-11-20"]
    assert found["today"] == "2025-11-20"
    assert [period["posts"] for period in found["periods"]] == list(measured.counts.values())
    assert found["periods"][-1] == {
        "first": "2025-11-01",
        "posts": 1,
        "reading_minutes": measured.reading_minutes[date(2025, 11, 1)],
        "partial": True,
        "rate": None,
    }
    assert found["gaps"] == list(measured.gaps)
    assert found["current_streak"] == {"first": "2025-09-01", "last": "2025-11-01", "periods": 3}
    assert found["longest_gaps"] == [
        {"days": gap.days, "before": gap.before.id, "after": gap.after.id} for gap in measured.longest_gaps()
    ]
    assert found["rhythms"][0]["name"] == "every 3 weeks"
    assert found["next_due"] == ["2025-11-27", "2025-11-27"]
    assert {trend["kind"] for trend in found["trends"]} == {"steady"}


def test_json_without_posts(run: Run, blog: str) -> None:
    found: Any = json.loads(run("cadence", blog, "--tag", "none", "--json", exit_code=3).stdout)
    assert (found["posts"], found["first"], found["last"], found["periods"]) == (0, None, None, [])


# -- report ------------------------------------------------------------------------------------------------------------


def test_a_report_is_written(run: Run, blog: str) -> None:
    pytest.importorskip("matplotlib")
    from postindex import report

    assert (
        run("report", blog, "-o", "report.html", "--by", "week", "--from", "2025", "--today", "2025-12-31").stdout == ""
    )
    index = read_listing(blog).index.between("2025", None)
    same = report.html(index, title="/notes", by="week", window=("2025", None), today="2025-12-31")
    assert Path("report.html").read_text(encoding="utf-8") == same
    assert run("report", blog, "--by", "week", "--from", "2025", "--today", "2025-12-31").stdout == same


@pytest.mark.parametrize(
    ("head", "args", "title"),
    [("", ["--title", "Mine"], "Mine"), ("", [], "Posts"), ("/tea\n", [], "/tea"), ("/tea\nOf tea.\n", [], "/tea")],
)
def test_the_title_of_a_report(run: Run, head: str, args: list[str], title: str) -> None:
    pytest.importorskip("matplotlib")
    text = head + ("1 post\n" if head else "") + listing(date(2025, 3, 1))
    assert f"<title>{title}</title>" in run("report", "-", *args, input=text).stdout


@pytest.mark.parametrize("args", [["--tag", "none"], ["--from", "2030"], ["--today", "2020-01-01"]])
def test_a_report_of_no_posts_is_not_written(run: Run, blog: str, args: list[str]) -> None:
    result = run("report", blog, *args, "-o", "report.html", exit_code=3)
    assert result.stderr == "No post matches, so nothing was written.\n"
    assert os.listdir() == []


def test_a_report_of_a_listing_with_problems_needs_keep_going(run: Run) -> None:
    pytest.importorskip("matplotlib")
    refused = run("report", "-", "-o", "report.html", input=WRONG, exit_code=1)
    assert "so nothing was written" in refused.stderr
    assert os.listdir() == []
    run("report", "-", "-o", "report.html", "--keep-going", input=WRONG, exit_code=1)
    assert "Tea, twice" in Path("report.html").read_text(encoding="utf-8")


def test_a_report_never_overwrites_the_listing(run: Run) -> None:
    text = listing(date(2025, 3, 1))
    Path("blog.txt").write_text(text, encoding="utf-8")
    result = run("report", "blog.txt", "-o", "blog.txt", exit_code=2)
    assert result.stderr == "Error: blog.txt: is the listing itself; write the report to another file\n"
    assert Path("blog.txt").read_text(encoding="utf-8") == text


def test_a_folder_as_report_is_refused(run: Run, blog: str) -> None:
    pytest.importorskip("matplotlib")
    result = run("report", blog, "-o", "reports/", exit_code=2)
    assert result.stderr == "Error: reports/: Is a directory\n"
    assert os.listdir() == []


def test_a_report_that_cannot_be_written_is_a_usage_error(run: Run, blog: str) -> None:
    pytest.importorskip("matplotlib")
    result = run("report", blog, "-o", "no/report.html", exit_code=2)
    assert result.stderr == "Error: no/report.html: No such file or directory\n"


def test_without_matplotlib_the_extra_is_named(run: Run, blog: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postindex.report.document.find_spec", lambda _: None)
    result = run("report", blog, "-o", "report.html", exit_code=2)
    assert result.stderr == "Error: report needs a package that is not installed: pip install 'postindex[plots]'\n"
