"""The paged list that every search answers; `wsdl/replies/paged_list.py` writes the same as a tree."""

from typing import Generic, TypeVar

from domain.paging import Page
from wsdl.call import ReplySettings
from wsdl.compiled.markup import all_escaped, escaped_attribute
from wsdl.replies.paged_list import Listing

Row = TypeVar("Row")

_VALUE = '<core:arrayObject xsi:type="core:String">%s</core:arrayObject>'


class PagedListWriter(Generic[Row]):
    """Writes pages of one listing. What is the same for every row is put together once."""

    def __init__(self, listing: Listing[Row]) -> None:
        self._texts = (listing.key, listing.description, *(value for _, value in listing.properties))
        self._row = (
            f'<core:contents xsi:type="core:ListElement"><core:key xsi:type="{listing.key_type}">%s</core:key>'
            "<core:descriptionProperty>%s</core:descriptionProperty><core:data><core:values>"
            f"{_VALUE * len(listing.properties)}</core:values></core:data></core:contents>"
        )
        names = "".join(f"<core:string>{name}</core:string>" for name, _ in listing.properties)
        self._end = f"<core:propertyNames>{names}</core:propertyNames></core:pagedArrayList>"

    def write(self, page: Page[Row], settings: ReplySettings) -> str:
        """The inside of a search's reply."""
        texts = self._texts
        rows = "".join([self._row % tuple(all_escaped([text(row) for text in texts])) for row in page.rows])
        return f"<core:pagedArrayList {_attributes(page, zeros=settings.paging_zeros)}>{rows}{self._end}"


def _attributes(page: Page[Row], *, zeros: bool) -> str:
    size, offset, total = (0, 0, 0) if zeros else (page.size, page.offset, page.total)
    capped = ' totalRowsCapped="true"' if page.total_is_capped else ""
    token = f' nextPageToken="{escaped_attribute(page.next)}"' if page.next else ""
    return f'rowsPerPage="{size}" currentRowOffset="{offset}" totalRows="{total}"{capped}{token}'
