"""Deliveries: each takes an id and is safe to run twice."""

from neighbourhoods.tasks.messages import send_message

__all__ = ["send_message"]
