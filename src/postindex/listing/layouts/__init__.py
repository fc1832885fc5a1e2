"""Layouts of pages' text: where titles and dates of posts are, inferred from the whole page."""

from postindex.listing.layouts.inference import Inference, InferredPost, Layout, infer_posts

__all__ = ["Inference", "InferredPost", "Layout", "infer_posts"]
