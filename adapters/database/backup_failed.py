"""What backup and restore say when they can't."""


class BackupFailed(Exception):
    """Nothing was made or changed; the message says why and what to do, for the person at the terminal."""
