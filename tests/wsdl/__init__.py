"""The SOAP face, tested through its WSGI callable and through real sockets."""
