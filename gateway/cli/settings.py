"""`loyalty-gateway settings`: what is in force."""

import click

from gateway.settings import GROUPS, read_settings, settings_page
from gateway.settings.setting import settings_of
from gateway.settings.table import shown


@click.command(name="settings")
@click.option("--markdown", is_flag=True, help="Print the documentation page docs/settings.md instead.")
def command(*, markdown: bool) -> None:
    r"""Show every setting as it is in force. Secrets are not shown.

    \b
    Example:
      LISTEN_PORT=9090 loyalty-gateway settings
    """
    if markdown:
        click.echo(settings_page(), nl=False)
        return
    settings = read_settings()
    for name, group in GROUPS.items():
        for field_name, setting in settings_of(group):
            value = getattr(getattr(settings, name), field_name)
            told = ("(given)" if value else "(not given)") if setting.is_secret else shown(value)
            click.echo(f"{setting.name}={told}")
