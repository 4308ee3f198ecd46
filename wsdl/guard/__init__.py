"""What stands in front of Spyne: nothing reaches it but one well-formed, bounded, plain SOAP request.

`receive` and `Guard.admit` are the whole of it. Each concern has a file of its own; each raises `SoapRefusal`, never anything of a library's.
"""

from wsdl.guard.admission import Admission, Guard
from wsdl.guard.limits import Limits
from wsdl.guard.message import Message

__all__ = ["Admission", "Guard", "Limits", "Message"]
