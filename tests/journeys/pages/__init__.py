"""What the pages of the services offer, used as its readers would: the tools' projects, the commands, the browser."""
