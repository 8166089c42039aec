"""Tables of Markdown, and the part of a page that is made from code."""


def row(*cells: str) -> str:
    """A row of a table, as Markdown writes it."""
    return f"| {' | '.join(cells)} |"


def between(page: str, begin: str, end: str, content: str) -> str:
    """A page with today's content between its two markers.

    Raises:
        ValueError: if the page lacks a marker.
    """
    before, found_begin, rest = page.partition(begin)
    _old, found_end, after = rest.partition(end)
    if not found_begin or not found_end:
        raise ValueError(f"the page needs {begin} and {end}")
    return f"{before}{begin}\n\n{content}\n\n{end}{after}"
