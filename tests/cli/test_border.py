import errno
import subprocess
import sys

import click
import pytest

from kg import __version__, cli
from kg.errors import KgError


@pytest.fixture
def raising(monkeypatch):
    """A command `boom` that raises what it is given."""

    def install(error):
        @click.command()
        def boom():
            """Raises."""
            raise error

        monkeypatch.setattr(cli, "boom", boom, raising=False)
        monkeypatch.setitem(cli.commands, "boom", ("kg.cli:boom", "Raises."))

    return install


def test_version(kg):
    assert kg("--version").out == f"kg, version {__version__}\n"


def test_a_known_stop_is_a_line_a_hint_and_code_2(kg, raising):
    raising(KgError("x.pdf: it is encrypted", "save it without a password"))
    got = kg("boom")
    assert (got.code, got.out) == (2, "")
    assert got.err == "error: x.pdf: it is encrypted\n  try: save it without a password\n"


def test_our_bug_shows_its_traceback_and_code_3(kg, raising):
    raising(ZeroDivisionError("oops"))
    got = kg("boom")
    assert got.code == 3
    assert "Traceback" in got.err
    assert "ZeroDivisionError: oops" in got.err


def test_a_full_disk_is_a_line_and_code_2(kg, raising):
    raising(OSError(errno.ENOSPC, "No space left on device", "region.kg/store-1/x"))
    got = kg("boom")
    assert got.code == 2
    assert got.err.startswith("error: region.kg/store-1/x: no space left on the disk\n")


def test_another_error_of_the_system_is_our_bug(kg, raising):
    raising(OSError(errno.EBADF, "Bad file descriptor"))
    assert kg("boom").code == 3


def test_a_wrong_option_is_code_2(kg):
    got = kg("--nonsense")
    assert got.code == 2
    assert "--nonsense" in got.err


def test_the_answer_no_is_code_1(kg, raising):
    raising(click.exceptions.Exit(1))
    assert kg("boom").code == 1


def test_interrupt(kg, raising):
    raising(KeyboardInterrupt())
    assert kg("boom").code == 130


def test_what_articles_say_cannot_steer_the_terminal(kg, raising):
    raising(KgError("a\x1b[31mb\u202ec\x07"))
    assert kg("boom").err == "error: a\ufffd[31mb\ufffdc\ufffd\n"


@pytest.mark.parametrize("name", list(cli.commands))
def test_help_line_in_the_table_is_that_of_the_command(name):
    command = cli.group.get_command(click.Context(cli.group), name)
    assert command.help.splitlines()[0] == cli.commands[name][1]


@pytest.mark.parametrize("name", list(cli.commands))
def test_every_command_shows_an_example(name):
    command = cli.group.get_command(click.Context(cli.group), name)
    assert "Example:" in (command.help or "")


def test_help_and_version_load_nothing_heavy():
    code = (
        "import sys; from kg.cli import main; main(['--help']); main(['--version']); import kg\n"
        "heavy = {'rdflib', 'pyoxigraph', 'networkx', 'numpy', 'docx', 'pypdf', 'trafilatura', 'yaml',"
        " 'onnxruntime', 'igraph', 'pyvis', 'multiprocessing'}\n"
        "print(*sorted(heavy & set(sys.modules)), sep=' ', end='', file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_reader_that_goes_away_is_no_error():
    code = (
        "import sys, click; from kg import cli\n"
        "@click.command()\n"
        "def many():\n"
        "    for i in range(100000): cli.console.result('x' * 100)\n"
        "cli.many = many; cli.commands['many'] = ('kg.cli:many', '')\n"
        "sys.exit(cli.main(['many']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as ran:
        ran.stdout.readline()
        ran.stdout.close()
        assert ran.wait() == 141
        assert ran.stderr.read() == b""
