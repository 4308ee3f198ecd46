"""The short road of the operations that tills call most: from the WSGI environ to the core and back, without Flask.

`road.py` says which calls take it; each other file is one operation, but for `reader.py` and `writer.py`, which compile
the same marshmallow schemas that the declared road uses, and `sent.py`, which reads headers and query. Whatever is
unusual is left to the declared road before the core is called, and whatever the core raises is answered there too.
"""
