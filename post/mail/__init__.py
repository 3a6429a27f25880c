"""Composing: addresses, frozen contents and this room's own letters."""
