"""Arguments and options that several commands have in common."""

from __future__ import annotations

from typing import Annotated

import typer

from reportedly.views.formats import Format

Db = Annotated[str | None, typer.Option("--db", metavar="PATH", help="The ledger [default: reportedly.db].")]
Today = Annotated[str | None, typer.Option("--today", metavar="DATE", help="This day instead of the clock's.")]
Fast = Annotated[bool, typer.Option("--fast", help="Leave learned models out.")]
StoryName = Annotated[str | None, typer.Argument(metavar="STORY", help="A story's id, or a part of its title.")]
All = Annotated[bool, typer.Option("--all", help="Every story.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="From what was said until that day.")]
Form = Annotated[Format, typer.Option("--format", help="How to write it.")]
Limit = Annotated[int, typer.Option("--limit", min=0, help="Rows of a table at the most; 0: all.")]
Evidence = Annotated[bool, typer.Option("--evidence", help="With the sentences behind every claim.")]
FullText = Annotated[bool, typer.Option("--full-text", help="With the whole articles.")]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from your own machine and net too, not only from the internet.")
]
Pages = Annotated[bool, typer.Option("--pages", help="Of a feed's entries, read the pages that they link to.")]
