"""The admin's pages, one line for each slice."""
