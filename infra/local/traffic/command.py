"""`headwater simulate`: a run with its progress, and what became of it."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from infra.local.settings import Stack
from infra.local.stack.errors import StackError
from infra.local.stack.readiness import http_answers
from infra.local.traffic.ad_report import report_file
from infra.local.traffic.runs import Run, begin_run, last_run
from infra.local.traffic.simulate import Sent, simulate


def send_run(stack: Stack, events: int, seed: int, resend: bool, console: Console) -> Sent:
    """Begin a run, or repeat the last one, and send it. Raises StackError without a gateway."""
    if not http_answers(stack.ports["gateway"], "/_health")():
        raise StackError("the gateway does not answer: start the stack with `headwater up`")
    run = last_run(stack.home) if resend else begin_run(stack.home, seed, events)
    sent = send_with_progress(stack, run, console)
    console.print(summarise(run, sent))
    report = report_file(stack.home)
    console.print(f"what the shop's ads cost: `headwater spend import {report}`", soft_wrap=True)
    return sent


def send_with_progress(stack: Stack, run: Run, console: Console) -> Sent:
    """Send the run while a bar shows how many of its calls were answered."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task(f"sending {run.name}", total=run.events)
        return simulate(stack, run, lambda answered: progress.update(task, completed=answered))


def summarise(run: Run, sent: Sent) -> str:
    """The run in two lines, as console markup."""
    lines = [
        f"{run.name} (seed {run.seed}): [bold]{sent.calls:,}[/] events sent, "
        f"{sent.distinct:,} distinct ids, [green]{sent.answered:,} answered 200[/]; "
        f"{sent.flawed:,} were flawed on purpose"
    ]
    if sent.unanswered:
        lines.append(f"[red]{sent.unanswered:,} were never answered[/]: `headwater up`, then "
                     "`headwater simulate --resend`")  # fmt: skip
    lines.extend(f"[red]{count:,} refused: {why}[/]" for why, count in sent.refused.items())
    return "\n".join(lines)
