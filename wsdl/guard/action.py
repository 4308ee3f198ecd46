"""The action of a request: SOAPAction in SOAP 1.1, the parameter of the Content-Type in SOAP 1.2."""

from lxml import etree

from domain.errors import InvalidInput
from domain.text import XML_WHITESPACE
from wsdl.refusal import SoapRefusal, echo


def check_action(action: str, operation: etree._Element) -> None:
    """Raise `SoapRefusal` for an action that the contract gives to another operation than the one in the body.

    The body says what is asked for. An action that says something else would deceive what filters by it on the way. None,
    an empty one and one that the contract does not have are as good as the right one, with quotes or without.
    """
    said = action.strip(XML_WHITESPACE).strip('"')
    if not said or said == operation.tag[1:].replace("}", "/"):
        return
    namespace, _, name = said.rpartition("/")
    asked = etree.QName(operation)
    if name and namespace == asked.namespace and name != asked.localname:
        raise SoapRefusal(
            InvalidInput(
                f"The action is that of {echo(name)}, the body asks for {echo(asked.localname)}; make them agree, or send "
                "no action.",
                field="SOAPAction",
            )
        )
