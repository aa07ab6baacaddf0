from runpy import run_path

from muster.planning import compiled, warm
from muster.planning.stop import MaxSeconds, MaxSteps, Watch


def test_an_allowance_of_steps_is_used_step_by_step():
    watch = Watch(MaxSteps(2))
    assert (watch.used, watch.is_over) == (0, False)
    watch.steps = 1
    assert (watch.used, watch.is_over) == (0.5, False)
    watch.steps = 2
    assert watch.is_over


def test_no_allowance_is_used_up_at_once():
    assert Watch(MaxSteps(0)).is_over
    assert Watch(MaxSeconds(0)).is_over


def test_time_passes():
    watch = Watch(MaxSeconds(3600))
    assert 0 <= watch.used < 1
    assert watch.seconds > 0


def test_warming_compiles_every_planner_and_forgets_old_source(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled, "CACHE", tmp_path / "loops-new")
    (tmp_path / "loops-new").mkdir()
    (tmp_path / "loops-old").mkdir()
    run_path(warm.__file__, run_name="__main__")
    assert [folder.name for folder in tmp_path.iterdir()] == ["loops-new"]
