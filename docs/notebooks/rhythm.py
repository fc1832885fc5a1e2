# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A blog's rhythm
#
# How often does a blog post, when was it silent, and when is the next post due? The example is a blog about an
# allotment. Replace `BLOG` with your own feed, such as `"feed.xml"`, or with your site's folder, export or spreadsheet,
# and `TODAY` with the current day. Then run the notebook again. If your source has errors, `read(BLOG, strict=False)`
# reads the rest. A feed has only the newest posts, so the figures begin with the oldest of them.

# %%
import polars as pl

import postindex
from postindex import cadence, frames, plots

BLOG = "../examples/allotment.txt"  # or "feed.xml"
TODAY = "2025-10-01"

index = postindex.read(BLOG).index
rhythm = cadence.measure(index, today=TODAY)
rhythm

# %% [markdown]
# These are the main figures. `today` is an argument because the system clock is never read: in a year, the result is
# the same. Later posts do not count. Each figure is also an attribute.

# %%
rhythm.median_gap, rhythm.longest_gap, rhythm.current_gap

# %% [markdown]
# ## The calendar
#
# A calendar shows what an average hides. This blog posted on Sundays, paused in its first winter, and resumed. Since
# the second winter it posts on Wednesdays, half as often.

# %%
plots.calendar(rhythm)

# %% [markdown]
# `rhythms` has the dates of these changes:

# %%
pl.DataFrame(rhythm.rhythms)

# %% [markdown]
# By quarter, the same change is a step at a dashed line. The first and the last bar are hatched, because these quarters
# are partial.

# %%
plots.rate(cadence.measure(index, by="quarter", today=TODAY), size=2)

# %% [markdown]
# ## Long gaps
#
# Nearly all gaps are one or two weeks. The bars far to the right are pauses.

# %%
plots.gaps(rhythm)

# %% [markdown]
# These are the longest gaps, with the post that ended each of them:

# %%
rhythm.longest_gaps(3)

# %% [markdown]
# ## When the next post is due
#
# The current rhythm is the last one. Its usual gaps and its weekday give the first and the last day on which the next
# post is due.

# %%
print("Last post:    ", rhythm.posts[-1].day)
print("Next post due:", *rhythm.next_due)

# %% [markdown]
# ## Use a dataframe
#
# `frames.table` is an Arrow table, which Polars, pandas, DuckDB and pyarrow read directly. There are fewer posts now,
# but are they longer?

# %%
posts = pl.DataFrame(frames.table(index))
posts.group_by(year=pl.col("published").dt.year()).agg(
    posts=pl.len(),
    minutes=pl.col("reading_minutes").sum(),
    minutes_a_post=pl.col("reading_minutes").mean().round(1),
).sort("year")

# %% [markdown]
# ## All pictures on one page

# %%
plots.overview(rhythm)
