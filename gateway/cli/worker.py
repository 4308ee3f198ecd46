"""`loyalty-gateway worker`: background work."""

import click

from gateway.logging import configure_logging
from gateway.secrets import with_secrets
from gateway.settings import read_settings
from gateway.stop import Stop
from gateway.wiring import build_core
from gateway.worker import Worker


@click.command(name="worker")
@click.option("--once", is_flag=True, help="Do what is due now, then stop: for cron.")
def command(*, once: bool) -> None:
    r"""Do what is due, until the program is told to stop (SIGTERM, or Ctrl-C).

    It releases holds whose expiry has passed (what they reserved is available from then on, with or without a worker;
    the worker writes it into the books), it rolls over points whose time in escrow is done (they can be spent from then
    on, with or without it), it enters points that have expired (they are gone from then on, with or without it), it
    announces points that are about to expire, as many days before as the programme's rules say (an event in the outbox
    for each account and expiry), and it keeps or lowers tiers that have ended (they are told and multiply as ended from
    then on, with or without it). Run one beside the serving processes. Several do no harm.

    \b
    Examples:
      loyalty-gateway worker
      loyalty-gateway worker --once
    """
    settings = with_secrets(read_settings())
    configure_logging(settings.watching.log_level)
    gateway = build_core(settings)
    try:
        stop = Stop()
        worker = Worker(gateway.jobs, settings.watching.worker_batch)
        if once:
            for done, count in worker.run_once(lambda: stop.is_wanted).items():
                click.echo(f"{done.capitalize()}: {count}")
        else:
            worker.run(stop, settings.watching.worker_pause_seconds)
    finally:
        gateway.close()
