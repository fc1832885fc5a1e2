"""Posts or a `Cadence` as an Arrow table, which dataframe libraries read without conversion code.

>>> from datetime import date
>>> from postindex import Post, frames
>>> table = frames.table([Post(title="Tea", published=date(2026, 3, 22))])
>>> table
<Table: 1 row, 18 columns>
>>> table.column_names[:3]
('id', 'title', 'published')
"""

from postindex.frames.tables import Table, table

__all__ = ["Table", "table"]
