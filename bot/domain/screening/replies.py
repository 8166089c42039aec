"""What replies mean to a version of the rules."""

from collections.abc import Mapping

from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.questions import Answer
from bot.domain.screening.conversation import Reply, Span, read


def readable(compiled: Compiled, replies: Mapping[str, str]) -> dict[str, Reply]:
    """The replies that this version of the rules understands, in the same order."""
    questions = compiled.rules.questions
    read_replies = {
        question: read(questions[question], text)
        for question, text in replies.items()
        if question in questions
    }
    return {question: reply for question, reply in read_replies.items() if reply is not None}


def settled(compiled: Compiled, replies: Mapping[str, str]) -> dict[str, Answer]:
    """The answers among the replies; a span counts where no rule tells its ends apart."""
    answers: dict[str, Answer] = {}
    for question, reply in readable(compiled, replies).items():
        if not isinstance(reply, Span):
            answers[question] = reply
        elif is_one(compiled, question, reply):
            answers[question] = reply.low
    return answers


def is_one(compiled: Compiled, question: str, span: Span) -> bool:
    """Whether no rule tells the ends of a span apart."""
    low = compiled.locate(question, span.low)
    return low is not None and low == compiled.locate(question, span.high)
