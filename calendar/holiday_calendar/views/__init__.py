"""The calendar's pages, one file a page."""
