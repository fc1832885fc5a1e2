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
# Tags say what a blog is about, but not by themselves: which of them matter, which belong together, and which of them
# are new? The blog is the one of [a blog's rhythm](rhythm.py); put the path of your own listing in its place, and
# a tag and words of your own.

# %%
import pandas as pd

import postindex
from postindex import cadence, frames, plots

BLOG = "../examples/allotment.txt"
TAG = "hens"  # to look at more closely
WORDS = "dylis bean sead"  # as badly remembered as can be

index = postindex.read_listing(BLOG).index
index

# %% [markdown]
# ## What it was about, and when
#
# A row for each tag, the most used first, and a column for each quarter. Tomatoes come every summer. Slugs were a
# matter of the first year, and hens have moved in.

# %%
rhythm = cadence.measure(index, by="quarter")
plots.tags(rhythm)

# %% [markdown]
# ## What it is about lately
#
# `trends` compares the last quarter of the observed days with all that was before, tag by tag, and tells what chance
# would not: a tag with three posts in a year and none since is nothing to speak of.

# %%
trends = pd.DataFrame(rhythm.trends)
trends[trends["kind"] != "steady"]

# %% [markdown]
# ## What belongs together
#
# Tags that share posts more often than chance would have it have a lift above 1. What is written about with hens?

# %%
pd.DataFrame(index.tags.cooccurring(TAG, limit=5))

# %% [markdown]
# How many posts each pair of the most used tags shares; the diagonal holds a tag's own number:

# %%
posts = pd.DataFrame.from_arrow(frames.table(index))
tagged = posts.explode("tags", ignore_index=True)
posts_by_tag = pd.crosstab(tagged["id"], tagged["tags"])
most_used = [tag.name for tag in index.tags][:8]
posts_by_tag.T.dot(posts_by_tag).loc[most_used, most_used]

# %% [markdown]
# ## Find a post again
#
# Nobody remembers titles. Search forgives that, and related posts lead on from what was found.

# %%
found = index.search(WORDS, limit=3)
found

# %%
index.related(found[0].post, limit=4)

# %% [markdown]
# ## What would be missed
#
# A question for an editor: what did readers of the first year come for that has not been written about since?

# %%
usage = [index.tags.usage(tag) for tag in index.tags]
pd.DataFrame(usage).sort_values("last").head(5)
