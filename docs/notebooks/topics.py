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
# # What a blog writes about
#
# Which tags are used most, which belong together, and which are new? The blog is that of [a blog's rhythm](rhythm.py).
# Replace `BLOG` with your own feed, site's folder, export or spreadsheet, and `TAG` and `WORDS` with a tag and a query.

# %%
import pandas as pd

import postindex
from postindex import cadence, frames, plots

BLOG = "../examples/allotment.txt"  # or "feed.xml"
TAG = "hens"  # the tag to analyse
WORDS = "dylis bean sead"  # with typos

index = postindex.read(BLOG).index
index

# %% [markdown]
# ## Tags over time
#
# There is a row for each tag, the most used first, and a column for each quarter. Tomatoes appear every summer, slugs
# in the first year, and hens recently.

# %%
rhythm = cadence.measure(index, by="quarter")
plots.tags(rhythm)

# %% [markdown]
# ## Trends
#
# `trends` compares the last quarter of the window with the time before, tag by tag. Only significant changes count: a
# tag with three posts in a year and none since is steady.

# %%
trends = pd.DataFrame(rhythm.trends)
trends[trends["kind"] != "steady"]

# %% [markdown]
# ## Tags that occur together
#
# Two tags that co-occur more often than expected by chance have a lift above 1. Which tags occur with hens?

# %%
pd.DataFrame(index.tags.cooccurring(TAG, limit=5))

# %% [markdown]
# The number of posts that each pair of the most used tags shares; the diagonal is the number of posts of each tag:

# %%
posts = pd.DataFrame.from_arrow(frames.table(index))
tagged = posts.explode("tags", ignore_index=True)
posts_by_tag = pd.crosstab(tagged["id"], tagged["tags"])
most_used = [tag.name for tag in index.tags][:8]
posts_by_tag.T.dot(posts_by_tag).loc[most_used, most_used]

# %% [markdown]
# ## Find a post
#
# Search tolerates typos, and each result has related posts.

# %%
hits = index.search(WORDS, limit=3)
hits

# %%
index.related(hits[0].post, limit=4)

# %% [markdown]
# ## Neglected topics
#
# Which topics of the first year were not written about since?

# %%
usage = [index.tags.usage(tag) for tag in index.tags]
pd.DataFrame(usage).sort_values("last").head(5)
