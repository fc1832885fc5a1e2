"""The moments at which posts without a time are dated."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from postindex.feeds import moments
from postindex.feeds.moments import mail_date, moment_on, require_zone

ZONES = sorted(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


def test_all_zones_of_the_database_are_valid() -> None:
    assert len(ZONES) > 400
    for zone in ZONES:
        require_zone(zone)


@pytest.mark.parametrize(
    "day", [date(1, 1, 1), date(1850, 3, 22), date(1900, 1, 1), date(2026, 3, 22), date(9999, 12, 31)]
)
def test_days_stay_the_same_in_every_zone_with_valid_offsets(day: date) -> None:
    for zone in ZONES:
        for clock in (time(0), time(12), time(23, 59, 59)):
            moment = moment_on(day, clock, zone)
            offset = moment.utcoffset()
            assert offset is not None
            assert (moment.date(), moment.time()) == (day, clock)
            assert abs(offset) <= timedelta(hours=14)
            assert offset % timedelta(minutes=1) == timedelta()
            exact = datetime.combine(day, clock, moments._zone(zone)).utcoffset()
            assert exact is not None
            assert abs(exact) - abs(offset) < timedelta(minutes=1) or abs(exact) > timedelta(hours=14)


def test_zones_come_from_tzdata_not_from_the_system(tmp_path: Path) -> None:
    (tmp_path / "Europe").mkdir()
    tokyo = files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    (tmp_path / "Europe" / "Berlin").write_bytes(tokyo)
    zoneinfo.reset_tzpath([str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    moments._zone.cache_clear()
    try:
        day = datetime(2026, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
        assert day.isoformat() == "2026-07-01T12:00:00+09:00"
        assert moment_on(date(2026, 7, 1), time(12), "Europe/Berlin").isoformat() == "2026-07-01T12:00:00+02:00"
    finally:
        zoneinfo.reset_tzpath()
        zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 22, 12, tzinfo=UTC), "Sun, 22 Mar 2026 12:00:00 +0000"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=-3, minutes=-30))), "Mon, 01 Jan 0001 00:00:00 -0330"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=14))), "Fri, 31 Dec 9999 23:59:59 +1400"),
    ],
)
def test_mail_dates_have_weekday_month_and_offset(moment: datetime, expected: str) -> None:
    assert mail_date(moment) == expected
