"""The same application in each of the WSGI servers that it could be served by."""
