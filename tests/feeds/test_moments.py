"""The moments at which posts without a time are dated."""

import zoneinfo
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from postindex.feeds import moments
from postindex.feeds.moments import moment_on, require_zone

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
