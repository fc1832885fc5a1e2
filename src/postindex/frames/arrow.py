"""Python values → Arrow columns, tables of them, and streams of tables, by nanoarrow; what they mean, others say."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, Literal

from postindex.errors import InvalidValue, MissingExtra

Kind = Literal["int32", "int64", "float64", "days", "instants"]
Part = tuple[str, int, int, list[bytes | None], list["Part"]]  # format, length, nulls, buffers, children
Batch = dict[str, Part]


class Columns:
    """Makes columns. A column is an array of nanoarrow's; None is null.

    Texts and lists have 64-bit offsets, so that no size is too large. What needs it is `wanted` in the `MissingExtra`
    that is raised where nanoarrow is not installed.

    >>> columns = Columns("an example")
    >>> batch, = columns.batches([{"name": columns.texts(["tea", None]), "cups": columns.numbers("int32", [3, None])}])
    >>> batch.length, [column.null_count for column in batch.children]
    (2, [1, 1])
    """

    def __init__(self, wanted: str) -> None:
        self._na = na = _nanoarrow(wanted)
        # Types are made once: for each column anew, they would take longer than a column of a thousand rows.
        self._text = na.c_schema(na.large_string())
        self._list = na.c_schema(na.large_list(na.large_string()))
        self._flag = na.c_schema(na.bool_())
        self._numbers = {
            "int32": ("i", na.c_schema(na.int32())),
            "int64": ("q", na.c_schema(na.int64())),
            "float64": ("d", na.c_schema(na.float64())),
            "days": ("i", na.c_schema(na.date32())),  # since 1970
            "instants": ("q", na.c_schema(na.timestamp("us", "UTC"))),  # microseconds since 1970
        }
        schemas = self._text, self._list, self._flag, *(schema for _, schema in self._numbers.values())
        self._by_format = {schema.format: schema for schema in schemas}

    def texts(self, values: Sequence[str | None]) -> Any:
        """Return a column of texts."""
        return self._na.c_array(values, self._text)

    def lists(self, rows: Sequence[Sequence[object]], texts: Iterable[str]) -> Any:
        """Return a column of lists of texts: as many of `texts`, one after another, as each of `rows` is long."""
        filled = any(rows)  # in many columns no row is: to say so takes a tenth of the time
        ends = array("q", accumulate(map(len, rows), initial=0)) if filled else bytes(8 * len(rows) + 8)
        items = [self.texts(list(texts) if filled else [])]
        return self._array(self._list, len(rows), [None, ends], null_count=0, children=items, move=True)

    def flags(self, values: Sequence[bool]) -> Any:
        """Return a column of truth values."""
        return self._na.c_array(values, self._flag)

    def numbers(self, kind: Kind, values: Sequence[Any]) -> Any:
        """Return a column of numbers of a kind, such as whole numbers of 32 bits, or days since 1970."""
        code, schema = self._numbers[kind]
        rows, nulls = len(values), values.count(None)
        if 0 < nulls < rows:
            return self._na.c_array(values, schema)
        # All are there, or none, as in most columns; that takes a third of the time.
        buffers = [bytes(rows // 8 + 1), bytes(8 * rows)] if nulls else [None, array(code, values)]
        return self._array(schema, rows, buffers, null_count=nulls)

    def batches(self, tables: Iterable[Mapping[str, Any]]) -> list[Any]:
        """Return tables, each of columns by name, the same in all: as arrays that have a child for each column."""
        made: list[Any] = []
        schema = None
        for table in tables:
            columns = list(table.values())
            schema = schema or self._na.c_schema(self._na.struct({name: table[name].schema for name in table}))
            made.append(
                self._array(schema, columns[0].length, [None], null_count=0, children=columns, move=True),
            )
        return made

    def of_parts(self, part: Part) -> Any:
        """Return the column that `parts_of` took apart."""
        kind, rows, nulls, buffers, children = part
        made = [*map(self.of_parts, children)]
        return self._array(self._by_format[kind], rows, buffers, null_count=nulls, children=made, move=True)

    def _array(self, schema: Any, rows: int, buffers: Sequence[object], **more: Any) -> Any:
        return self._na.c_array_from_buffers(schema, rows, buffers, **more)


def stream(batches: Sequence[Any]) -> object:
    """Return a capsule of a new stream of batches, of which there is at least one."""
    from nanoarrow.c_array_stream import CArrayStream

    return CArrayStream.from_c_arrays(list(batches), batches[0].schema).__arrow_c_stream__()


def names_of(place: str, schema: object) -> tuple[str, ...]:
    """Return the names of a schema's columns: of a capsule, or of whatever has one."""
    from nanoarrow import c_schema

    try:
        return tuple(column.name for column in c_schema(schema).children)
    except (TypeError, ValueError, RuntimeError):  # the last of a capsule that somebody has read already
        raise InvalidValue(place, schema, "is no Arrow schema, or was read before; give a new one, or None") from None


def parts_of(batch: Any) -> Batch:
    """Return a batch as what can be pickled: nanoarrow's own arrays cannot."""
    return {column.schema.name: _part_of(column) for column in batch.children}


def _part_of(column: Any) -> Part:
    # Without rows there is one offset all the same, 0, which nanoarrow's view does not show; nor does its writer of IPC
    # files write it, after which pandas aborts: so they are no way to pickle.
    valid, *others = map(bytes, column.view().buffers)
    buffers = [valid or None, *(buffer or bytes(8) for buffer in others)]
    return column.schema.format, column.length, column.null_count, buffers, [*map(_part_of, column.children)]


def _nanoarrow(wanted: str) -> Any:
    try:
        import nanoarrow
    except ModuleNotFoundError:
        raise MissingExtra(wanted, "arrow") from None
    return nanoarrow
