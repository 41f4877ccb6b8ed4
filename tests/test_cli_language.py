"""The help of every command is in the reader's language, to the last line."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from pledgebook.cli import main
from pledgebook.cli_language import said, spoken


def commands(
    command: click.Command = main, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))


ALL = list(commands())


def texts(command: click.Command) -> list[str]:
    """What a command and its options say of themselves."""
    options = [p.help for p in command.params if isinstance(p, click.Option) and p.help]
    return [" ".join(text.split()) for text in [command.help or "", *options]]


def helped(path: tuple[str, ...], **surroundings: str) -> str:
    clean = {"PLEDGEBOOK_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "C.UTF-8"}
    shown = CliRunner(env=clean | surroundings).invoke(main, [*path, "--help"], terminal_width=400)
    assert shown.exit_code == 0, shown.output
    return " ".join(shown.output.split())


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) or "main" for path, _ in ALL])
def test_every_help_text_is_written_in_each_language(
    path: tuple[str, ...], command: click.Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, french = helped(path, PLEDGEBOOK_LANG="en"), helped(path, PLEDGEBOOK_LANG="fr")
    assert english.startswith("Usage: ")
    assert french.startswith("Utilisation\u00a0: ".replace("\u00a0", " "))
    monkeypatch.setenv("PLEDGEBOOK_LANG", "fr")
    for text in texts(command):
        assert text in english
        assert text not in french
        assert " ".join(said(text).split()) in french
    for word in ("Show this message", "[required]", "[default: ", "Commands:"):
        assert word not in french


def test_the_list_of_commands_is_in_french_too() -> None:
    shown = helped((), PLEDGEBOOK_LANG="fr")
    assert "Juger chaque chiffre" in shown
    assert "Judge every figure" not in shown


@pytest.mark.parametrize(
    ("surroundings", "language"),
    [
        ({"PLEDGEBOOK_LANG": "fr", "LANG": "en_CA.UTF-8"}, "fr"),
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LC_ALL": "en_CA.UTF-8", "LANG": "fr_CA.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"PLEDGEBOOK_LANG": "de", "LANG": "fr_FR"}, "fr"),
        ({}, "en"),
    ],
)
def test_the_language_is_asked_for_by_the_variable_then_by_the_locale(
    surroundings: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PLEDGEBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, surroundings.get(name, ""))
    assert spoken() == language
