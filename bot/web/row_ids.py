"""Numbers of rows in addresses: only those that a row can have; any other leads nowhere."""

from werkzeug.routing import BaseConverter


class RowId(BaseConverter):
    """The id of a row. Longer numbers are no integer of any database, and digits of other scripts are none of ours."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """Read the number."""
        return int(value)
