"""Tests of the REST faces, over the wire's own client and a core on fakes."""
