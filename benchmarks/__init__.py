"""Measure how fast the site is and how that changes as it grows (`make bench`). Nothing here is a test."""
