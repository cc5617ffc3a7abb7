"""What lies in what."""

from tracker.domain.tree import Tree

KINDS = Tree(
    {"military": None, "deployment": "military", "deployment.air": "deployment", "x": None}
)


def test_within_goes_down_to_the_leaves() -> None:
    assert KINDS.within(["deployment"]) == {"deployment", "deployment.air"}
    assert KINDS.within(["military", "x"]) == {"military", "deployment", "deployment.air", "x"}


def test_above_leaves_itself_out() -> None:
    assert KINDS.above(["deployment.air"]) == {"deployment", "military"}
    assert KINDS.above(["deployment", "deployment.air"]) == {"military"}
    assert KINDS.above(["military"]) == set()


def test_a_circle_ends() -> None:
    circle = Tree({"a": "b", "b": "a"})
    assert circle.within(["a"]) == {"a", "b"}
    assert circle.above(["a"]) == {"b"}
