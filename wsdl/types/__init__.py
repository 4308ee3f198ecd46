"""The requests as Spyne sees them: the contract's request objects, member by member.

Every value arrives as the text that the till sent. The contract's schema has judged it by then, and `wsdl/values.py`
turns it into a number or a time with errors that name the field; Spyne's own conversions are left out, because they
read " true " as false and fail on dates that a schema allows. A test holds these declarations and the contract together.
"""
