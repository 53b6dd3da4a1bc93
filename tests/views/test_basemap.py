import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.views import basemap
from reportedly.views.basemap import HEIGHT, WIDTH, Window

POINTS = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


@given(st.lists(POINTS, min_size=1, max_size=8))
def test_every_point_of_a_window_lies_on_the_picture(points):
    window = Window.around(points)
    for point in points:
        x, y = window.at(point)
        assert -1e-6 <= x <= WIDTH + 1e-6
        assert -1e-6 <= y <= HEIGHT + 1e-6


def test_a_single_town_has_some_country_around_it():
    window = Window.around([(23.0, 44.0)])
    assert window.north - window.south == pytest.approx(3.0)


def test_north_is_up_and_east_is_right():
    window = Window.around([(0.0, 40.0), (10.0, 50.0)])
    (x1, y1), (x2, y2) = window.at((0.0, 40.0)), window.at((10.0, 50.0))
    assert x1 < x2
    assert y1 > y2


@pytest.mark.parametrize("points", [[(23.0, 44.0)], [(-179.0, -60.0), (179.0, 70.0)], [(100.0, 60.0), (37.0, 55.0)]])
def test_land_stays_within_the_frame_and_small(points):
    path = basemap.land(Window.around(points))
    assert path.startswith("M")
    assert len(path) < 100_000
    numbers = path.replace("M", " ").replace("L", " ").replace("Z", " ").replace(",", " ").split()
    assert all(-5 <= float(n) <= WIDTH + 5 for n in numbers[::2])
    assert all(-5 <= float(n) <= HEIGHT + 5 for n in numbers[1::2])


def test_no_country_runs_across_the_whole_world():
    """Rings that cross the antimeridian would otherwise be drawn as bands from edge to edge."""
    for (west, _, east, _), ring in basemap._world():
        jumps = [abs(a[0] - b[0]) for a, b in itertools.pairwise(ring)]
        pole = any(abs(lat) == 90 for _, lat in ring)
        assert max(jumps) < 180 or pole, (west, east)


def test_open_sea_has_no_land():
    assert basemap.land(Window.around([(-30.0, 0.0)])) == ""


def test_distance_of_known_points():
    quarter = 2 * math.pi * 6371.0 / 4
    assert basemap.distance_km((0.0, 0.0), (90.0, 0.0)) == pytest.approx(quarter)
    assert basemap.distance_km((0.0, 0.0), (0.0, 90.0)) == pytest.approx(quarter)
    assert basemap.distance_km((12.0, 34.0), (12.0, 34.0)) == 0
