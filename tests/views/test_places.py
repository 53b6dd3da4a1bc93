import pytest

from reportedly.views import places
from reportedly.views.lookup import Lookup


def where(place, role="at", kind="place"):
    return {"name": place.title(), "role": role, "mention": [], "place": place, "kind": kind}


def document(*assertions, known=("orvel", "tamsin", "ostmark")):
    spots = {"orvel": (10.0, 50.0), "tamsin": (12.0, 50.5), "ostmark": (11.0, 51.0)}
    rows = []
    for n, (some, quantities, future) in enumerate(assertions):
        rows.append(
            {
                "id": f"a{n}", "article": "x", "claim": f"c{n}", "where": some, "quantities": quantities,
                "future": future, "evidence": {"text": "", "spans": [[0, 1]]},
            }
        )  # fmt: skip
    return Lookup(
        {
            "story": {"id": "s"},
            "assertions": rows,
            "claims": [{"id": f"c{n}", "assertions": [f"a{n}"]} for n in range(len(rows))],
            "places": [
                {"id": k, "name": k.title(), "lat": spots[k][1], "lon": spots[k][0], "country": "XX"} for k in known
            ],
        }
    )


def test_a_place_counts_claims_and_the_fullest_comes_first():
    found = places.spots(
        document(([where("orvel")], [], False), ([where("tamsin")], [], False), ([where("tamsin")], [], False))
    )
    assert [(s.id, s.claims) for s in found] == [("tamsin", ("c1", "c2")), ("orvel", ("c0",))]


def test_what_has_no_coordinates_or_no_point_is_no_spot():
    told = document(([where("nowhere"), where("ostmark", kind="continent")], [], False))
    assert places.spots(told) == []
    assert places.picture([], [], "") == ""


def test_a_journey_needs_both_ends():
    told = document(
        ([where("orvel", "from"), where("tamsin", "to"), where("ostmark", "via")], [], True),
        ([where("tamsin", "to")], [], False),
    )
    found = places.routes(told, places.spots(told))
    assert [(r.claim, r.stops, r.future) for r in found] == [("c0", ("orvel", "ostmark", "tamsin"), True)]


def far(text, low, unit="kilometre"):
    return {"text": text, "low": low, "high": low, "unit": unit, "of": None}


@pytest.mark.parametrize(
    ("some", "told"),
    [
        ([where("orvel"), where("tamsin")], ("Orvel", "Tamsin")),
        ([where("orvel"), where("tamsin"), where("ostmark")], None),
        ([where("orvel"), where("ostmark", kind="country")], None),
        ([where("orvel")], None),
    ],
)
def test_a_distance_is_measured_between_two_points_only(some, told):
    lookup = document((some, [far("150 km", 150.0)], False))
    found = places.distances(lookup, places.spots(lookup))
    assert [d.ends for d in found] == ([told] if told else [])
    assert all(150 < d.measured < 160 for d in found)


def test_the_picture_escapes_names_and_dashes_what_is_only_foretold():
    told = document(([where("orvel", "from"), where("tamsin", "to")], [], True))
    told.places["orvel"]["name"] = "<b>Orvel"
    some = places.spots(told)
    drawn = places.picture(some, places.routes(told, some), 'a "map"')
    assert "<b>" not in drawn
    assert "&lt;b&gt;Orvel" in drawn
    assert 'class="way future"' in drawn
    assert drawn.count("<circle") == 2


def test_a_name_that_a_telephone_has_no_room_for_is_told_there_in_the_list_alone():
    told = document(([where("orvel")], [], False), ([where("tamsin")], [], False), ([where("ostmark")], [], False))
    spots = places.spots(told)
    at = {s.id: point for s, point in zip(spots, [(100.0, 100.0), (150.0, 118.0), (690.0, 300.0)], strict=True)}
    placed = places._placed(spots, at)
    assert [s.id for s, _ in placed] == [s.id for s in spots]
    assert places._narrow(placed, at) == {spots[0].id}, "the second lies on the first, the third leaves the picture"
