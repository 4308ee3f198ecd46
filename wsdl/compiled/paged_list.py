"""The paged list that every search answers; `wsdl/replies/paged_list.py` writes the same as a tree."""

from typing import Generic, TypeVar

from domain.paging import Page
from wsdl.call import ReplySettings
from wsdl.compiled.markup import escaped, escaped_attribute
from wsdl.replies.paged_list import Listing

Row = TypeVar("Row")

_VALUE = '<core:arrayObject xsi:type="core:String">{}</core:arrayObject>'


class PagedListWriter(Generic[Row]):
    """Writes pages of one listing. What is the same for every row is put together once."""

    def __init__(self, listing: Listing[Row]) -> None:
        self._listing = listing
        self._values = tuple(value for _, value in listing.properties)
        self._row = (
            f'<core:contents xsi:type="core:ListElement"><core:key xsi:type="{listing.key_type}">{{}}</core:key>'
            "<core:descriptionProperty>{}</core:descriptionProperty><core:data><core:values>"
            f"{_VALUE * len(self._values)}</core:values></core:data></core:contents>"
        ).format
        names = "".join(f"<core:string>{name}</core:string>" for name, _ in listing.properties)
        self._end = f"<core:propertyNames>{names}</core:propertyNames></core:pagedArrayList>"

    def write(self, page: Page[Row], settings: ReplySettings) -> str:
        """The inside of a search's reply."""
        rows = "".join([self._write_row(row) for row in page.rows])
        return f"<core:pagedArrayList {_attributes(page, zeros=settings.paging_zeros)}>{rows}{self._end}"

    def _write_row(self, row: Row) -> str:
        listing = self._listing
        texts = [escaped(value(row)) for value in self._values]
        return self._row(escaped(listing.key(row)), escaped(listing.description(row)), *texts)


def _attributes(page: Page[Row], *, zeros: bool) -> str:
    size, offset, total = (0, 0, 0) if zeros else (page.size, page.offset, page.total)
    capped = ' totalRowsCapped="true"' if page.total_is_capped else ""
    token = f' nextPageToken="{escaped_attribute(page.next)}"' if page.next else ""
    return f'rowsPerPage="{size}" currentRowOffset="{offset}" totalRows="{total}"{capped}{token}'
