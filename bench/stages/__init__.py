"""Where the time of one call goes, in process and without HTTP."""
