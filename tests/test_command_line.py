"""What the command line says where no database is needed."""

import json
import sys

import pytest

from muster.cli import main


@pytest.fixture
def muster(monkeypatch, capsys):
    """`muster("check", file)`: exit status and what was printed on both outputs."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["muster", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def text(tmp_path):
    file = tmp_path / "text.txt"
    file.write_text("全市7479个基层党组织、13.4万名党员,值守30多天。")
    return file


def test_numbers_found_are_listed_with_their_bounds_and_no_verdict(muster, text):
    status, out, _ = muster("check", "--scan-only", text)
    assert status == 0
    assert "133,500" in out
    assert "rounded" in out
    assert "None" not in out


def test_the_same_as_json_spans_the_text(muster, text):
    _, out, _ = muster("check", "--scan-only", "--json", text)
    for one in json.loads(out):
        start, end = one["span"]
        assert text.read_text()[start:end] == one["text"]


@pytest.mark.parametrize("name", ["", "missing.txt"], ids=["a folder", "a file that is not there"])
def test_what_cannot_be_read_is_named_without_a_traceback(muster, tmp_path, name):
    status, out, err = muster("check", "--scan-only", tmp_path / name)
    assert status == 1
    assert str(tmp_path) in err.replace("\n", "")
    assert "Traceback" not in out + err
