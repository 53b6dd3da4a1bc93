"""Errors for people: one line each on standard error, and the exit codes that are promised."""

from __future__ import annotations

import os
import re
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from reportedly.errors import ReportedlyError, UsageError, internal

FAILED, WRONG_USAGE = 1, 2
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def one_line(text: str) -> str:
    """Without line breaks and terminal control: a file's name may hold anything."""
    return _CONTROL.sub(" ", text)


def tell(text: str) -> None:
    """One line for the person, on standard error."""
    typer.echo(one_line(text), err=True)


class Commands(TyperGroup):
    """The program's commands, with its errors and exit codes: 0 done, 1 something failed, 2 wrong usage, 130 Ctrl-C."""

    def invoke(self, ctx: Any) -> Any:
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            # the reader went away (`| head`): nobody is left to tell
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, sys.stdout.fileno())
            raise typer.Exit(0) from error
        except UsageError as error:
            tell(error.line())
            raise typer.Exit(WRONG_USAGE) from error
        except ReportedlyError as error:
            tell(error.line())
            raise typer.Exit(FAILED) from error
        except KeyboardInterrupt as error:
            tell("stopped")
            raise typer.Exit(130) from error
        except (OSError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, AssertionError) as error:
            if os.environ.get("REPORTEDLY_DEBUG"):
                raise
            tell(internal(error).line())
            raise typer.Exit(FAILED) from error
        return done
