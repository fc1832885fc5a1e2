"""Arrow columns, batches and streams from Python values, by nanoarrow."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, Literal

from postindex.errors import InvalidValue, MissingExtra

Kind = Literal["int32", "int64", "float64", "days", "instants"]
Part = tuple[str, int, int, list[bytes | None], list["Part"]]  # format, length, nulls, buffers, children
Batch = dict[str, Part]


class ColumnBuilder:
    """Builds nanoarrow arrays from Python values. None becomes null.

    Strings and lists have 64-bit offsets, so their total size is unlimited. Raises `MissingExtra`, which names
    `feature`, if nanoarrow is not installed.

    >>> build = ColumnBuilder("an example")
    >>> batch, = build.batches([{"name": build.strings(["tea", None]), "cups": build.numbers("int32", [3, None])}])
    >>> batch.length, [column.null_count for column in batch.children]
    (2, [1, 1])
    """

    def __init__(self, feature: str) -> None:
        self._na = na = _nanoarrow(feature)
        # Types are created once: one for each column would take longer than a column of a thousand rows.
        self._string = na.c_schema(na.large_string())
        self._list = na.c_schema(na.large_list(na.large_string()))
        self._boolean = na.c_schema(na.bool_())
        self._numbers = {
            "int32": ("i", na.c_schema(na.int32())),
            "int64": ("q", na.c_schema(na.int64())),
            "float64": ("d", na.c_schema(na.float64())),
            "days": ("i", na.c_schema(na.date32())),  # since 1970
            "instants": ("q", na.c_schema(na.timestamp("us", "UTC"))),  # microseconds since 1970
        }
        schemas = self._string, self._list, self._boolean, *(schema for _, schema in self._numbers.values())
        self._by_format = {schema.format: schema for schema in schemas}

    def strings(self, values: Sequence[str | None]) -> Any:
        """Return a column of strings."""
        return self._na.c_array(values, self._string)

    def lists(self, rows: Sequence[Sequence[object]], strings: Iterable[str]) -> Any:
        """Return a column of lists of strings: each row takes as many of `strings`, in order, as it is long."""
        filled = any(rows)  # often all lists are empty, which takes a tenth of the time
        ends = array("q", accumulate(map(len, rows), initial=0)) if filled else bytes(8 * len(rows) + 8)
        items = [self.strings(list(strings) if filled else [])]
        return self._array(self._list, len(rows), [None, ends], null_count=0, children=items, move=True)

    def booleans(self, values: Sequence[bool]) -> Any:
        """Return a column of booleans."""
        return self._na.c_array(values, self._boolean)

    def numbers(self, kind: Kind, values: Sequence[Any]) -> Any:
        """Return a column of numbers of a type, such as 32-bit integers, or days since 1970."""
        code, schema = self._numbers[kind]
        rows, nulls = len(values), values.count(None)
        if 0 < nulls < rows:
            return self._na.c_array(values, schema)
        # No nulls, or only nulls, as in most columns: takes a third of the time.
        buffers = [bytes(rows // 8 + 1), bytes(8 * rows)] if nulls else [None, array(code, values)]
        return self._array(schema, rows, buffers, null_count=nulls)

    def batches(self, tables: Iterable[Mapping[str, Any]]) -> list[Any]:
        """Return a struct array for each table; all tables have the same columns, by name."""
        arrays: list[Any] = []
        schema = None
        for table in tables:
            columns = list(table.values())
            schema = schema or self._na.c_schema(self._na.struct({name: table[name].schema for name in table}))
            arrays.append(
                self._array(schema, columns[0].length, [None], null_count=0, children=columns, move=True),
            )
        return arrays

    def from_parts(self, part: Part) -> Any:
        """Return the column that `parts_of` returned the parts of."""
        kind, rows, nulls, buffers, children = part
        arrays = [*map(self.from_parts, children)]
        return self._array(self._by_format[kind], rows, buffers, null_count=nulls, children=arrays, move=True)

    def _array(self, schema: Any, rows: int, buffers: Sequence[object], **more: Any) -> Any:
        return self._na.c_array_from_buffers(schema, rows, buffers, **more)


def stream(batches: Sequence[Any]) -> object:
    """Return a capsule of a new stream of one or more batches."""
    from nanoarrow.c_array_stream import CArrayStream

    return CArrayStream.from_c_arrays(list(batches), batches[0].schema).__arrow_c_stream__()


def column_names(place: str, schema: object) -> tuple[str, ...]:
    """Return the names of the columns of a schema, which is a capsule or an object that has one."""
    from nanoarrow import c_schema

    try:
        return tuple(column.name for column in c_schema(schema).children)
    except (TypeError, ValueError, RuntimeError):  # RuntimeError: of a capsule that was read before
        raise InvalidValue(
            place, schema, "is not an Arrow schema, or was read before; pass a new schema, or None"
        ) from None


def parts_of(batch: Any) -> Batch:
    """Return the parts of a batch, which can be pickled; nanoarrow's arrays cannot."""
    return {column.schema.name: _part_of(column) for column in batch.children}


def _part_of(column: Any) -> Part:
    # Without rows there is still one offset, 0. nanoarrow's view does not show it, and its IPC writer does not write
    # it, which makes pandas abort: so a pickle is not an IPC file.
    valid, *others = map(bytes, column.view().buffers)
    buffers = [valid or None, *(buffer or bytes(8) for buffer in others)]
    return column.schema.format, column.length, column.null_count, buffers, [*map(_part_of, column.children)]


def _nanoarrow(feature: str) -> Any:
    try:
        import nanoarrow
    except ModuleNotFoundError:
        raise MissingExtra(feature, "arrow") from None
    return nanoarrow
