"""Infer where the titles and dates of posts are in the text of any page."""
