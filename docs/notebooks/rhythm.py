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
# How often does a blog post, when did it fall silent, and when is the next post due? The blog here belongs to somebody
# with an allotment. Put the path of your own listing in its place, and your own today, and run it again. If your
# listing has mistakes, `read_listing(BLOG, strict=False)` reads what it can.

# %%
import polars as pl

import postindex
from postindex import cadence, frames, plots

BLOG = "../examples/allotment.txt"
TODAY = "2025-10-01"

index = postindex.read_listing(BLOG).index
rhythm = cadence.measure(index, today=TODAY)
rhythm

# %% [markdown]
# That is the answer in one line. Today is an argument, because nothing here asks a clock: run it in a year, and it says
# the same. Posts after it do not count. Each of these figures is an attribute too.

# %%
rhythm.median_gap, rhythm.longest_gap, rhythm.current_gap

# %% [markdown]
# ## See it
#
# A calendar shows what no average does. This blog came out on Sundays, slept through its first winter, and came back.
# Since the second winter it is a Wednesday blog, and comes half as often.

# %%
plots.calendar(rhythm)

# %% [markdown]
# Nobody needs to look for the day when that happened. `rhythms` are the stretches between the changes:

# %%
pl.DataFrame(rhythm.rhythms)

# %% [markdown]
# By quarters the same change is a step, with a dashed line where it begins. The first and the last bar are hatched: the
# blog began within that quarter, and this one is not over.

# %%
plots.rate(cadence.measure(index, by="quarter", today=TODAY), size=2)

# %% [markdown]
# ## When it was silent
#
# Nearly all gaps are of one week or of two. What stands far out on the right is a pause.

# %%
plots.gaps(rhythm)

# %% [markdown]
# Which were the longest, and with which post did each of them end?

# %%
rhythm.longest_gaps(3)

# %% [markdown]
# ## When the next post is due
#
# The blog of today is the last of its rhythms. Its usual gaps, kept to its weekday, say from when and up to when the
# next post is to be expected.

# %%
print("Last post:    ", rhythm.posts[-1].day)
print("Next post due:", *rhythm.next_due)

# %% [markdown]
# ## Go on with a dataframe
#
# `frames.table` is an Arrow table, which Polars, pandas, DuckDB and pyarrow read without any code between. Fewer posts,
# but are they longer?

# %%
posts = pl.DataFrame(frames.table(index))
posts.group_by(year=pl.col("published").dt.year()).agg(
    posts=pl.len(),
    minutes=pl.col("reading_minutes").sum(),
    minutes_a_post=pl.col("reading_minutes").mean().round(1),
).sort("year")

# %% [markdown]
# ## All on one page

# %%
plots.overview(rhythm)
